"""Framing wishes: the layout, facecam place and captions a creator wants for their clips."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from core.domain.clips.box import Box
from core.domain.clips.edit_plan import Layout
from core.domain.clips.words.caption_look import CaptionLook
from core.domain.work.ids import CreatorId
from core.errors import InvalidInput

FACECAM_PIXELS_MIN: Final = 16
PICTURE_PIXELS_MAX: Final = 8192
CHANNELS_MAX: Final = 100
_SHAPE_TOLERANCE: Final = 0.01


@dataclass(frozen=True, slots=True, kw_only=True)
class FacecamPlace:
    """Where a facecam lies in pictures of one size, in pixels as seen."""

    box: Box
    picture_width: int
    picture_height: int

    def fit(self, width: int, height: int) -> Box | None:
        """Return the box in a picture of another size; None if that has another shape."""
        wide, high = width / self.picture_width, height / self.picture_height
        if abs(wide - high) > _SHAPE_TOLERANCE * high:
            return None
        box = self.box.scale(high)
        left, top = min(box.x, width - 1), min(box.y, height - 1)
        right, bottom = min(box.right, width), min(box.bottom, height)
        fitted = Box(x=left, y=top, width=right - left, height=bottom - top)
        return fitted if min(fitted.width, fitted.height) >= FACECAM_PIXELS_MIN else None


@dataclass(frozen=True, slots=True, kw_only=True)
class FramingWish:
    """What somebody asked for; None where they said nothing.

    `glossary` are names as they are written, put in place of what was heard; `unwanted` are words
    that captions show with stars and the sound leaves out, with a tone instead where it
    `has_bleeps`.
    """

    layout: Layout | None = None
    facecam: FacecamPlace | None = None
    has_captions: bool | None = None
    look: CaptionLook | None = None
    glossary: tuple[str, ...] | None = None
    unwanted: tuple[str, ...] | None = None
    has_bleeps: bool | None = None

    def over(self, usual: FramingWish) -> FramingWish:
        """Return this wish, completed by the usual one.

        A wish that only gives the facecam's place implies that it should be seen, so the usual
        layout is ignored.
        """
        says_layout = self.layout is not None or self.facecam is not None
        captions = usual.has_captions if self.has_captions is None else self.has_captions
        return FramingWish(
            layout=self.layout if says_layout else usual.layout,
            facecam=self.facecam or usual.facecam,
            has_captions=captions,
            look=self.look or usual.look,
            glossary=usual.glossary if self.glossary is None else self.glossary,
            unwanted=usual.unwanted if self.unwanted is None else self.unwanted,
            has_bleeps=usual.has_bleeps if self.has_bleeps is None else self.has_bleeps,
        )


_NOTHING: Final = FramingWish()


@dataclass(frozen=True, slots=True, kw_only=True)
class FramingWishes:
    """A creator's usual wish, and those for single Twitch channels by broadcaster id.

    Version 0 means that nothing is stored yet.
    """

    creator_id: CreatorId
    usual: FramingWish = _NOTHING
    channels: Mapping[str, FramingWish] = field(default_factory=dict)
    version: int = 0

    def get_wish(self, broadcaster_id: str | None) -> FramingWish:
        """Return the wish for one channel only, or the usual one for None."""
        if broadcaster_id is None:
            return self.usual
        return self.channels.get(broadcaster_id, _NOTHING)

    def choose_wish(self, broadcaster_id: str | None) -> FramingWish:
        """Return the wish that applies to a clip of a channel, or of none."""
        return self.get_wish(broadcaster_id).over(self.usual)

    def set_wish(self, broadcaster_id: str | None, wish: FramingWish) -> FramingWishes:
        """Return these wishes with one replaced; an empty one is removed."""
        if broadcaster_id is None:
            return replace(self, usual=wish)
        others = {name: one for name, one in self.channels.items() if name != broadcaster_id}
        if wish != _NOTHING:
            others[broadcaster_id] = wish
        if len(others) > CHANNELS_MAX:
            raise InvalidInput(f"Framing can be set for at most {CHANNELS_MAX} channels.")
        return replace(self, channels=others)


def place_facecam(box: Box, *, picture_width: int, picture_height: int) -> FacecamPlace:
    """Return the place of a facecam; InvalidInput if it does not lie in such a picture."""
    if not all(1 <= side <= PICTURE_PIXELS_MAX for side in (picture_width, picture_height)):
        raise InvalidInput(f"A picture is at most {PICTURE_PIXELS_MAX} pixels wide and high.")
    check_facecam(box, width=picture_width, height=picture_height)
    return FacecamPlace(box=box, picture_width=picture_width, picture_height=picture_height)


def check_facecam(box: Box, *, width: int, height: int) -> None:
    """Raise InvalidInput unless the box lies in a picture of this size and is large enough."""
    is_inside = box.x >= 0 and box.y >= 0 and box.right <= width and box.bottom <= height
    if not is_inside or min(box.width, box.height) < FACECAM_PIXELS_MIN:
        raise InvalidInput(
            f"The facecam {box.x},{box.y},{box.width},{box.height} does not lie within the picture "
            f"of {width}x{height}, or is smaller than {FACECAM_PIXELS_MIN} pixels: "
            "give x,y,width,height in the video's own pixels."
        )
