"""A look at a source: what must be corrected in it, and which of its sound is heard."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class SoundTaken:
    """Which sound of a source is heard: a track counted from 0, and its only side (0, 1) if so.

    `others` are tracks that are mixed into it. It `is_second_choice` where the default track is
    silent, and `is_peaky` where it is of sparse bangs, which only a limiter that acts at once makes
    loud enough.
    """

    track: int = 0
    only_side: int | None = None
    is_peaky: bool = False
    is_second_choice: bool = False
    others: tuple[int, ...] = ()

    @property
    def tracks(self) -> tuple[int, ...]:
        """All tracks that are heard."""
        return (self.track, *self.others)


FIRST_SOUND = SoundTaken()


# The last frame is held for so much longer than a clip needs it, so that no rounding ends it early.
HOLD_SPARE_SECONDS = 1.0
# A trim before a frame ends so much earlier than it, so that no rounding loses the frame.
EARLIER_SECONDS = 0.002


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceLook:
    """What must be corrected in a source before framing it, at the window's start.

    `start_seconds` is the time of the window's first picture. `lead_seconds` more are read before
    it and dropped after decoding: back to the frame that is still shown there, or to a keyframe
    for containers that cannot seek to one by themselves. `hold_seconds` is how long the last frame
    stays: from its time to the window's end, and a second to spare. A picture that `is_smooth`,
    such as a face before a wall, shows its blocks sooner than a game does. `assumed_matrix` is how
    players read the colours of a file that does not say so, and `transfer` is the curve of an HDR
    picture, None for any other. It `is_mixed` where all audible tracks were asked for.
    """

    start_seconds: float
    lead_seconds: float = 0.0
    hold_seconds: float = HOLD_SPARE_SECONDS
    is_interlaced: bool = False
    is_smooth: bool = False
    assumed_matrix: str | None = None
    transfer: str | None = None
    sound: SoundTaken = FIRST_SOUND
    is_mixed: bool = False
