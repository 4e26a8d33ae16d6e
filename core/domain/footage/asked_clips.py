"""Asked clips: which clip on Twitch is that of which moment, where Twitch's answer was lost.

Create Clip has no key by which a clip is found again, so it is known by what was asked for: its
title and its length, soon after it was asked for.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from core.domain.footage.live_moment import LiveMoment
from core.domain.footage.twitch_clip import TITLE_CHARACTERS_MAX, TwitchClip

CLOCKS_DIFFER: Final = timedelta(seconds=3)
"""Twitch's clock may be behind ours, and it cuts a clip's time to whole seconds."""
MADE_WITHIN: Final = timedelta(seconds=90)
"""A slow table, a new token and two waits for an answer lie before the last that may be made."""
_MADE_SOON: Final = timedelta(seconds=20)
"""Where an older program did not note what it asked for, only the time tells."""
SECONDS_DIFFER: Final = 1.0
"""Twitch may begin a clip at a picture of its own choice."""


def is_near(moment: LiveMoment, created_at: datetime) -> bool:
    """Return whether a clip was made when one may have been made for a moment."""
    if moment.asked_at is None:
        return False
    within = MADE_WITHIN if moment.asked_seconds is not None else _MADE_SOON
    return moment.asked_at - CLOCKS_DIFFER <= created_at <= moment.asked_at + within


def tie_clips(moments: Sequence[LiveMoment], clips: Sequence[TwitchClip]) -> dict[int, TwitchClip]:
    """Return the clip of each moment that one looks like, by the moment's detection time.

    The moments are those whose clip is unknown, the clips those that belong to nothing yet. What
    looks most alike goes together, and then what is closest in time.
    """
    pairs = [(m, clip) for m in moments for clip in clips if _is_like(m, clip)]
    tied: dict[int, TwitchClip] = {}
    taken = set[str]()
    for moment, clip in sorted(pairs, key=lambda pair: _apart(*pair)):
        if moment.detected_ms not in tied and clip.id not in taken:
            tied[moment.detected_ms] = clip
            taken.add(clip.id)
    return tied


def _is_like(moment: LiveMoment, clip: TwitchClip) -> bool:
    title = squeeze_title(moment.asked_title[:TITLE_CHARACTERS_MAX])
    has_title = not title or title == squeeze_title(clip.title)
    return (
        is_near(moment, clip.created_at)
        and has_title
        and _length_apart(moment, clip) <= SECONDS_DIFFER
    )


def _length_apart(moment: LiveMoment, clip: TwitchClip) -> float:
    """Return by how much a clip is longer or shorter than was asked; 0 where that is not known."""
    if moment.asked_seconds is None:
        return 0.0
    return round(abs(clip.duration_seconds - moment.asked_seconds), 1)


def _apart(moment: LiveMoment, clip: TwitchClip) -> tuple[float, float, int, str]:
    """Return how far a clip is from what was asked for; no two pairs are equally far apart."""
    asked_at = moment.asked_at or moment.created_at
    seconds = abs((clip.created_at - asked_at).total_seconds())
    return _length_apart(moment, clip), seconds, moment.detected_ms, clip.id


def squeeze_title(title: str) -> str:
    """Return a title as it is compared: Twitch may give its spaces back otherwise."""
    return " ".join(title.split())
