"""Analyses: what analysing a video is expected to cost, in words for every face."""

from __future__ import annotations

from core.domain.clips.asset_analysis import Estimate
from core.domain.videos.model_spend import format_dollars


def describe_estimate(estimate: Estimate, *, model: str | None) -> str:
    """Return the expected cost of a model, and what happens if the budget does not cover it."""
    if model is None:
        return (
            "No model is used, because no key is set: sound, cuts and chat decide. Set "
            "TRUSS_GEMINI_API_KEY to have a model watch the video as well."
        )
    if estimate.windows_kept and not estimate.windows:
        return f"{model} has answered for the whole video already: asking again costs nothing."
    cost, left = estimate.cost_micro_dollars, estimate.left_micro_dollars
    parts = "1 part" if estimate.windows == 1 else f"{estimate.windows} parts"
    expected = (
        f"{model} is expected to cost {format_dollars(cost)} for {parts}; {format_dollars(left)} "
        "of this month's budget is left."
    )
    if cost <= left:
        return expected
    return (
        f"{expected} That does not cover the whole video: local signals judge the rest, unless "
        "you raise TRUSS_GEMINI__BUDGET_DOLLARS."
    )
