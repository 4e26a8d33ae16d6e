"""The size cap: which bit rates and frame keep a file under a number of bytes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from core.domain.clips.edit_plan import CLIP_HEIGHT, CLIP_WIDTH
from core.errors import InvalidInput

TARGET_SHARE = 0.94
USED_SHARE_MIN = 0.88
TRIES_MAX = 4
AUDIO_BITS = 128_000
_AUDIO_BITS_LEAST = 64_000
_CONTAINER_BITS = 4_000
_FULL_SIZE_BITS_MIN = 1_200_000
_VIDEO_BITS_MIN = 120_000
_VIDEO_BITS_MAX = 40_000_000
_AUDIO_SHARE_MAX = 0.2
_USUAL_BITS = 5_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Rates:
    """Bits a second for picture and sound, and the frame size they suffice for."""

    video_bits: int
    audio_bits: int
    width: int
    height: int


def plan_rates(bytes_max: int, duration_seconds: float) -> Rates:
    """Return the rates that aim just below the cap.

    Below 1.2 Mbit/s for the picture the frame is 720x1280: fewer pixels look better than blocks.

    Raises InvalidInput if no watchable clip of this length can be so small.
    """
    whole = TARGET_SHARE * bytes_max * 8 / duration_seconds - _CONTAINER_BITS
    audio = AUDIO_BITS if whole * _AUDIO_SHARE_MAX >= AUDIO_BITS else _AUDIO_BITS_LEAST
    video = whole - audio
    if video < _VIDEO_BITS_MIN:
        least = (_VIDEO_BITS_MIN + audio + _CONTAINER_BITS) * duration_seconds / 8 / TARGET_SHARE
        raise InvalidInput(
            f"{duration_seconds:.0f} s do not fit into {bytes_max / 1e6:.2g} MB: allow "
            f"{least / 1e6 + 0.05:.1f} MB, or choose a shorter window."
        )
    is_full = video >= _FULL_SIZE_BITS_MIN
    return Rates(
        video_bits=round(min(video, _VIDEO_BITS_MAX)),
        audio_bits=audio,
        width=CLIP_WIDTH if is_full else 720,
        height=CLIP_HEIGHT if is_full else 1280,
    )


def choose_next_bits(tries: Mapping[int, int], bytes_max: int) -> int | None:
    """Return the picture's bit rate to try next; None once the last one was good, or all are spent.

    `tries` maps rates to the resulting bytes, in the order they were tried. A file over the cap is
    retried with less, one that leaves much of the cap unused with more, until more no longer helps
    because the picture is simple.
    """
    rate, size = list(tries.items())[-1]
    if size <= bytes_max and (size >= USED_SHARE_MIN * bytes_max or _has_stopped_growing(tries)):
        return None
    if len(tries) >= TRIES_MAX:
        return None
    return max(_VIDEO_BITS_MIN // 2, int(rate * TARGET_SHARE * bytes_max / size))


def starts_uncapped(rates: Rates) -> bool:
    """Return whether a clip of the usual quality is likely to stay under the cap anyway."""
    return rates.video_bits >= _USUAL_BITS


def _has_stopped_growing(tries: Mapping[int, int]) -> bool:
    """Return whether the last try got much more than the one before and used little of it."""
    if len(tries) < 2:
        return False
    (rate, size), (more, larger) = list(tries.items())[-2:]
    return more > rate and larger < size * (1 + (more / rate - 1) / 2)
