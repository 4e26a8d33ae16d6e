"""Cameras: where the people of a picture are shown, apart from what they talk about."""

from __future__ import annotations

from dataclasses import dataclass

from core.domain.clips.box import Box


@dataclass(frozen=True, slots=True, kw_only=True)
class Camera:
    """A person's place in the picture: what to show of it, and all that it takes up.

    `cover` includes a frame, a ring or a body that stands out of the box; None where it is the box
    with a margin. A camera that `is_framed` has straight sides; any other is a box around a head.
    One that `is_lasting` is shown by every picture that was looked at.
    """

    box: Box
    cover: Box | None = None
    is_framed: bool = True
    is_lasting: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TextSpread:
    """How much of a picture is lasting text, as shares of its area and its width.

    `side_share` is the part of the text that a crop of the middle would lose; `left` and `right`
    are where the text begins and ends. `still_share` is how much of the picture usually stays.
    """

    area_share: float = 0.0
    columns_share: float = 0.0
    side_share: float = 0.0
    left: float = 0.0
    right: float = 1.0
    still_share: float = 1.0

    @property
    def needs_width(self) -> bool:
        """True where a crop would cut off what people read: slides, code, a score at each side.

        A column of chat at one side is not that, and neither is the display of a game whose whole
        picture moves: there the middle matters more.
        """
        is_wide = self.columns_share >= 0.22 and self.side_share >= 0.3 and self.area_share >= 0.012
        return is_wide and (self.area_share >= 0.1 or self.still_share >= 0.6)


NO_TEXT = TextSpread()


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """What stays where it is throughout a part of a video."""

    cameras: tuple[Camera, ...] = ()
    text: TextSpread = NO_TEXT
