"""Tool choice: which tools a question can need, decided before any word of strangers is read."""

from __future__ import annotations

from typing import Final

from core.domain.asking.question import Question

ALWAYS: Final = frozenset(
    {"list_clips", "show_clip", "explain_score", "figures_by_post", "compute"}
)
_GROUPS: Final[tuple[tuple[frozenset[str], frozenset[str]], ...]] = (
    (
        frozenset({"stream", "spike", "missed", "moment", "chat", "why", "not", "last"}),
        frozenset({"list_streams", "show_stream", "read_chat"}),
    ),
    (
        frozenset(
            {
                "views",
                "likes",
                "figures",
                "day",
                "platform",
                "compare",
                "best",
                "worst",
                "chat",
                "count",
            }
        ),
        frozenset({"figures_by_day", "figures_by_platform"}),
    ),
    (
        frozenset(
            {
                "publish",
                "post",
                "plan",
                "slot",
                "schedule",
                "when",
                "next",
                "suggest",
                "wait",
                "review",
                "failed",
            }
        ),
        frozenset({"list_publications", "list_waiting", "list_plan", "list_slots"}),
    ),
    (
        frozenset({"insight", "task", "best", "worst", "why", "compare", "suggest", "wait"}),
        frozenset({"list_insights", "list_tasks"}),
    ),
    (frozenset({"setting", "account"}), frozenset({"read_settings", "list_accounts"})),
    (
        frozenset({"job", "broken", "failed", "wait", "not"}),
        frozenset({"list_jobs", "list_troubles"}),
    ),
    (frozenset({"cost"}), frozenset({"read_spend"})),
)
_PROPOSING: Final = frozenset({"publish", "post", "suggest", "schedule", "plan", "setting", "slot"})


def choose_tools(question: Question, before: Question | None = None) -> frozenset[str] | None:
    """Return the names of the tools that a question can need; None for all that read.

    A question in words that are not known can be about anything. One that follows another can be
    about the same.
    """
    concepts = question.concepts | (before.concepts if before else frozenset())
    if question.clock:
        concepts |= {"moment"}
    if not concepts - {"waits_me", "count"}:
        return None
    chosen = set(ALWAYS)
    for words, tools in _GROUPS:
        if words & concepts:
            chosen |= tools
    return frozenset(chosen)


def may_propose(question: Question) -> bool:
    """Say whether an answer may end with buttons: where the person asks what to do."""
    return bool(_PROPOSING & question.concepts)
