"""Report choice: which of the reports a question is about, by the things that it names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from core.domain.asking.question import Question


class Report(StrEnum):
    """A question that Truss can always answer by itself."""

    BEST = "best clips"
    WEAKEST = "weakest clips"
    WAITING = "what waits"
    SUGGESTION = "what to post"
    MOMENT = "a moment of a stream"
    CLIPS = "clips"
    ONE_CLIP = "one clip"
    SCORE = "what a score means"
    STREAMS = "streams"
    MISSED = "peaks without a clip"
    CHAT = "chat by day"
    PUBLISHED = "what went out"
    STUCK = "what did not go out"
    GOING_OUT = "what goes out"
    FIGURES = "figures by day"
    PLATFORMS = "figures by platform"
    PLAN = "the plan"
    SLOTS = "posting slots"
    SETTINGS = "settings"
    JOBS = "work in progress"
    HEALTH = "what is broken"
    COST = "what the model cost"
    LEARNED = "what was learned"
    OVERVIEW = "an overview"


R = Report
AHEAD: Final = frozenset({R.SUGGESTION, R.GOING_OUT, R.PLAN, R.SLOTS})
"""Reports for which a day of the week is the coming one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """How much each thing that a question names speaks for a report.

    Without one of `needs` it is not taken; any of `never` speaks against it.
    """

    things: Mapping[str, float]
    needs: frozenset[str] = frozenset()
    never: Mapping[str, float] = field(default_factory=dict)


def _make(things: str, *, needs: str = "", never: str = "") -> Weights:
    def read(text: str) -> dict[str, float]:
        pairs = (word.split(":") for word in text.split())
        return {pair[0]: float(pair[1]) for pair in pairs}

    return Weights(things=read(things), needs=frozenset(needs.split()), never=read(never))


_WEIGHTS: Final[Mapping[Report, Weights]] = {
    R.BEST: _make(
        "best:3 clip:1.5 why:0.3 likes:0.7 views:0.7 figures:0.5 score:1 last:0.2 post:0.3"
        " publish:0.2",
        needs="best",
        never="suggest:2 slot:2 platform:1.5 day:1.2 mean:1 stream:0.8 missed:2 chat:0.8 moment:1.6"
        " compare:0.5 plan:0.5",
    ),
    R.WEAKEST: _make("worst:3.5 clip:1.5 why:0.3 views:0.5 score:1", needs="worst"),
    R.WAITING: _make(
        "wait:3.2 review:2.2 waits_me:0.7 task:2 clip:0.3",
        needs="wait review task",
        never="publish:0.6 schedule:0.8 stream:0.5 job:1",
    ),
    R.SUGGESTION: _make(
        "suggest:2.6 post:1.6 publish:1.2 best:0.6 next:0.6 clip:0.3 plan:0.3",
        needs="suggest",
        never="setting:2 slot:1 broken:1",
    ),
    R.MOMENT: _make("@clock:3.2 moment:2.4 why:0.4 missed:0.8 not:0.6 clip:0.3 chat:0.6"),
    R.CLIPS: _make(
        "clip:2 count:0.7 rejected:2.2 approved:2.2 review:0.8 failed:1.1 last:0.6 @title:-2",
        never="best:1 worst:1 missed:1.2 mean:1 suggest:1 publish:0.7",
    ),
    R.ONE_CLIP: _make("@title:4.5 clip:1 score:0.8 why:0.8 mean:0.4"),
    R.SCORE: _make("score:2.6 mean:1.8 why:0.2 @digits:0.3", needs="score", never="best:1 worst:1"),
    R.STREAMS: _make(
        "stream:2.5 last:0.6 spike:1.2 count:0.4 when:0.5 best:0.3",
        needs="stream spike",
        never="missed:1.5 not:0.5",
    ),
    R.MISSED: _make(
        "missed:3 spike:1.5 not:0.9 stream:0.7 clip:0.8 why:0.4 moment:0.6",
        needs="missed spike not",
        never="publish:1.5 failed:1 review:1 approved:1",
    ),
    R.CHAT: _make("chat:2.8 day:0.8 best:0.6 count:0.6 figures:0.4", needs="chat"),
    R.PUBLISHED: _make(
        "publish:2.4 post:0.9 clip:0.4 count:0.4 last:0.5 @platform:0.6 when:0.2",
        needs="publish post",
        never="suggest:2 failed:2 not:1.2 next:1.5 schedule:1.5 slot:2 plan:1 best:0.4",
    ),
    R.STUCK: _make(
        "failed:2.6 publish:1.4 not:1.4 post:0.8 why:0.7 @platform:0.8 schedule:0.4",
        needs="failed not",
        never="missed:2 clip:0.4 stream:1",
    ),
    R.GOING_OUT: _make(
        "schedule:2.6 when:1.1 next:1.2 publish:1 post:0.6 clip:0.3 wait:0.4",
        needs="schedule when next",
        never="slot:2 stream:1.5 suggest:1.5",
    ),
    R.FIGURES: _make(
        "views:2.5 likes:2.1 figures:2 count:0.8 day:0.9 @platform:0.6",
        needs="views likes figures",
        never="best:0.7 worst:0.8 cost:1.5 chat:0.8",
    ),
    R.PLATFORMS: _make(
        "platform:2.6 compare:1.6 best:1 views:0.7 figures:0.6 likes:0.5 @platforms:2.4",
        needs="platform compare @platforms",
        never="account:1.5 setting:1.5",
    ),
    R.PLAN: _make("plan:3 when:0.2 post:0.6", needs="plan", never="slot:1"),
    R.SLOTS: _make("slot:3.4 next:0.6 when:0.8 post:0.4", needs="slot"),
    R.SETTINGS: _make("setting:3 account:2.6 not:0.1", needs="setting account"),
    R.JOBS: _make(
        "job:2.8 clip:0.2 wait:0.3",
        needs="job",
        never="best:1 score:2 setting:1 broken:0.4 platform:0.8 mean:0.5",
    ),
    R.HEALTH: _make("broken:2.8 not:0.4 job:0.4 failed:0.4", needs="broken", never="score:0.5"),
    R.LEARNED: _make("insight:3.4 mean:0.3 best:0.5 why:0.2", needs="insight"),
    R.COST: _make("cost:3.2 count:0.3", needs="cost"),
}
LEAST: Final = 1.9
"""Below this, nothing speaks for a report."""


def choose_report(question: Question) -> Report | None:
    """Return the report that most speaks for; None where nothing does."""
    marks = _list_marks(question)
    scored = {report: _weigh(weights, marks) for report, weights in _WEIGHTS.items()}
    best = max(scored, key=lambda report: scored[report])
    return best if scored[best] >= LEAST else None


def _list_marks(question: Question) -> frozenset[str]:
    """Return what a question names, and what else it has, marked by `@`."""
    named = {word for word in question.words if word in {"youtube", "tiktok", "twitch", "discord"}}
    marks = {
        "@clock": question.clock is not None,
        "@title": bool(question.title),
        "@platform": question.platform is not None,
        "@platforms": len(named) > 1,
        "@digits": any(word.isdigit() for word in question.words),
    }
    return question.concepts | {name for name, is_so in marks.items() if is_so}


def _weigh(weights: Weights, marks: frozenset[str]) -> float:
    if weights.needs and not weights.needs & marks:
        return 0.0
    return sum(weights.things.get(mark, 0.0) - weights.never.get(mark, 0.0) for mark in marks)
