"""Analyses: what a video's understanding costs and has found, in words for every face. Pure."""

from __future__ import annotations

from core.domain.clips.asset_analysis import Estimate
from core.domain.videos.model_spend import format_dollars


def describe_estimate(estimate: Estimate, *, model: str | None) -> str:
    """Return what a model is expected to take, and what happens where the budget does not last."""
    if model is None:
        return (
            "No model is asked, for there is no key: sound, cuts and chat decide. Set "
            "TRUSS_GEMINI_API_KEY to have it seen as well."
        )
    cost, left = estimate.cost_micro_dollars, estimate.left_micro_dollars
    parts = "1 part" if estimate.windows == 1 else f"{estimate.windows} parts"
    expected = (
        f"{model} is expected to take {format_dollars(cost)} for {parts}; {format_dollars(left)} "
        "are left of this month's budget."
    )
    if cost <= left:
        return expected
    return (
        f"{expected} That does not last for all of it: local signals judge the rest, unless "
        "TRUSS_GEMINI__BUDGET_DOLLARS is raised."
    )
