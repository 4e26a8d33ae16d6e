"""Usual chat: what is normal for a channel now, with which each second is compared."""

from __future__ import annotations

from typing import NamedTuple

from core.domain.chat.baseline import Bucket
from core.domain.chat.recent_chat import LONG_SECONDS, ChatWindow
from core.domain.chat.spike_score import CrowdCounts


class UsualChat(NamedTuple):
    """Mean counts, the mean number of chatters, the share of newcomers and voices a second."""

    counts: CrowdCounts
    chatters: float
    newcomers: float
    voices_a_second: float


def measure_usual(sums: Bucket, seconds: int, *, more: float) -> UsualChat:
    """Return the means of what was heard in so many seconds; counts are taken `more` higher."""
    return UsualChat(
        CrowdCounts(
            sums.brief_long / seconds + more,
            sums.brief_short / seconds + more,
            sums.reacting_long / seconds + more,
            sums.reacting_short / seconds + more,
        ),
        sums.chatters_long / seconds,
        sums.newcomers / (sums.chatters_long / LONG_SECONDS + 1),
        sums.voices / seconds,
    )


def guess_usual(window: ChatWindow) -> UsualChat:
    """Return the current counts as usual, for a stream too young to have a baseline."""
    counts = CrowdCounts(*(max(1.0, count) for count in window.counts()))
    return UsualChat(counts, float(window.chatters.long), 1.0, 0.0)
