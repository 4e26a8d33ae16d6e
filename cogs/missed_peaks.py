"""Why not: the sentences on peaks of chat that did not become a moment, alike on every face."""

from __future__ import annotations

from core.domain.chat.hearing.missed_peaks import MISS_SENTENCES, MissedPeak


def explain_missed(peak: MissedPeak) -> str:
    """Return how strong a peak was and why it did not become a moment."""
    return (
        f"{peak.reacting} of {peak.chatters} people reacted, a strength of {peak.score:.0f} where "
        f"{peak.threshold:.0f} was needed: {MISS_SENTENCES[peak.reason]}."
    )


def name_missed(at: int) -> str:
    """Return the letters of a missed peak, from 0: a to z, then aa, ab...; spikes have numbers."""
    letters = ""
    at += 1
    while at:
        at, rest = divmod(at - 1, 26)
        letters = chr(ord("a") + rest) + letters
    return letters
