"""Unused clips: the sentence on what Truss asked Twitch for and may have left there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from core.domain.footage.live_moment import LiveMoment

ADDRESSES_MAX: Final = 5


def describe_unused(moments: Sequence[LiveMoment]) -> str:
    """Return how many clips may lie on Twitch unused, and where; empty if none may."""
    unsure = [moment for moment in moments if moment.is_unsure]
    if not unsure:
        return ""
    one = "A clip that Truss asked Twitch for may lie there unused"
    several = f"{len(unsure)} clips that Truss asked Twitch for may lie there unused"
    what = one if len(unsure) == 1 else several
    urls = list(dict.fromkeys(url for moment in unsure for url in moment.untied))
    return f"{what}; look at {' '.join(urls[:ADDRESSES_MAX])}" if urls else f"{what}."
