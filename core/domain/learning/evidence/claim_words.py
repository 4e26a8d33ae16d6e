"""Claim words: what was found, with its interval, and what is missing where nothing was."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from core.domain.learning.evidence.compared_post import Outcome
from core.domain.learning.evidence.looking import Answer, Look, Shortfall

_OUTCOMES: Final = {
    Outcome.VIEWS: "views",
    Outcome.WATCHED: "share watched",
    Outcome.LIKED: "likes per view",
}


def describe_answer(answer: Answer) -> str:
    """Return the claim: `Posts at the weekend get about 3 times the views, between 1.6 and 5`."""
    posts = answer.question.posts
    return (
        f"{posts[:1].upper()}{posts[1:]} get about {describe_times(answer.ratio)} the "
        f"{_OUTCOMES[answer.outcome]} of {answer.question.others} "
        f"(between {_number(answer.low)} and {_number(answer.high)} times)."
    )


def describe_evidence(answer: Answer) -> tuple[str, ...]:
    """Return what a claim rests on, one sentence each."""
    counts = f"{answer.with_it} with it, {answer.without} without"
    return (
        f"From {answer.posts} posts at the age of seven days: {counts}.",
        "What the platform and slow growth explain was taken out first.",
        "It goes together; whether it is the reason, only an experiment shows.",
    )


def describe_times(ratio: float) -> str:
    """Return `3 times`, `half`, `1.3 times`."""
    if 0.45 <= ratio <= 0.55:
        return "half"
    return f"{_number(ratio)} times"


def describe_shortfall(shortfall: Shortfall) -> str:
    """Return how many posts a question lacks."""
    if shortfall.missing == 0:
        return (
            f"Whether {shortfall.question.posts} do better: {shortfall.posts} posts would show "
            "three times the views, and do not; a smaller difference may be there."
        )
    return (
        f"Whether {shortfall.question.posts} do better is not known: three times the views would "
        f"show in about {shortfall.needed} posts, {shortfall.missing} more than the "
        f"{shortfall.posts} there are."
    )


def describe_silence(look: Look) -> str:
    """Return why nothing is claimed; empty where something is."""
    if look.claims:
        return ""
    if look.posts == 0:
        return "No post has been measured at the age of seven days yet, so nothing is claimed."
    count = "1 post was" if look.posts == 1 else f"{look.posts} posts were"
    nearest = find_nearest(look.shortfalls)
    if nearest is None:
        return (
            f"Nothing is claimed: {count} measured, and all of them are alike in what is asked "
            "about. Vary one thing, such as the hour, to learn from it."
        )
    if nearest.missing == 0:
        return (
            f"Nothing is claimed: {count} measured, and no difference stands out from luck. "
            "Three times the views would have shown."
        )
    return (
        f"Nothing is claimed: {count} measured, and posts differ so much by luck that even three "
        f"times the views shows in about {nearest.needed} posts. {nearest.missing} are missing."
    )


def find_nearest(shortfalls: Sequence[Shortfall]) -> Shortfall | None:
    """Return the question with the fewest posts missing."""
    return min(shortfalls, key=lambda one: (one.missing, one.needed), default=None)


def _number(value: float) -> str:
    if value >= 9.5:
        return f"{value:.0f}"
    return f"{value:.1f}".removesuffix(".0") if value >= 0.95 else f"{value:.2f}"
