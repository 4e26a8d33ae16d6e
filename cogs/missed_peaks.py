"""Why not: the sentences on peaks of chat that did not become a moment, alike on every face."""

from __future__ import annotations

from typing import Final

from core.domain.chat.hearing.missed_peaks import MissedPeak, MissReason

_REASONS: Final = {
    MissReason.RAID: "a raid, gifts or a break explain why so many wrote",
    MissReason.COPIES: "most of them wrote the same text",
    MissReason.TOO_SOON: "it came too soon after another moment",
    MissReason.UNDER_BUDGET: "stronger moments used up the spikes an hour that are set",
    MissReason.TOO_FEW: "too few people reacted",
}


def explain_missed(peak: MissedPeak) -> str:
    """Return how strong a peak was and why it did not become a moment."""
    return (
        f"{peak.reacting} of {peak.chatters} people reacted, a strength of {peak.score:.0f} where "
        f"{peak.threshold:.0f} was needed: {_REASONS[peak.reason]}."
    )
