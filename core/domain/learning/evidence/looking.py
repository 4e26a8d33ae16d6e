"""Looking: what a creator's posts say to each question, and which of it can be claimed.

The outcome is that of a fixed age, as a logarithm; a level for each platform and slow drift are
taken out, a clip's posts count as one, and ranks decide. Simulated histories, some with an effect
and some without, hold this to its promises (tests/core/domain/learning/evidence/test_promises.py).
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import TYPE_CHECKING, Final

from core.domain.learning.evidence.compared_post import ComparedPost, Outcome
from core.domain.learning.evidence.levels import (
    ONCE,
    POSTS_LEAST,
    SHARES,
    LevelTuning,
    choose,
    find_level,
    is_due,
)
from core.domain.learning.evidence.question import QUESTIONS_MAX, Question

if TYPE_CHECKING:
    from core.domain.learning.evidence.residuals import Slope

POSTS_MAX: Final = 400
"""So many of the newest posts are looked at; older ones were for another audience."""
RATIO_WANTED: Final = 3.0
_SURE: Final = 1.96
_TAU_LEAST: Final = 0.2
_DISTANCE: Final = 4.8
"""So many standard errors lie between nothing and what is found nine times in ten."""
_USUAL_SPREAD: Final = {Outcome.VIEWS: 1.4, Outcome.WATCHED: 0.45, Outcome.LIKED: 0.45}


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What posts say to one question: how many times the outcome, and between what and what.

    The size is shrunk towards 1: of what stands out, a part is always luck.
    """

    question: Question
    outcome: Outcome
    ratio: float
    low: float
    high: float
    with_it: int
    without: int
    p: float
    is_claimed: bool = False

    @property
    def posts(self) -> int:
        return self.with_it + self.without

    @property
    def is_clear(self) -> bool:
        """Whether the interval leaves out that there is no difference."""
        return self.low > 1.0 or self.high < 1.0

    @property
    def name(self) -> tuple[str, Outcome, bool]:
        """What it claims: of what, about what, and whether it is more."""
        return self.question.trait, self.outcome, self.ratio > 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Shortfall:
    """How many posts a question needs before three times as much would show."""

    question: Question
    outcome: Outcome
    posts: int
    needed: int

    @property
    def missing(self) -> int:
        return max(0, self.needed - self.posts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What one look has found; with level 0 nothing new was asked, as too few posts are new."""

    posts: int
    level: float
    answers: tuple[Answer, ...]
    shortfalls: tuple[Shortfall, ...]

    @property
    def claims(self) -> tuple[Answer, ...]:
        return tuple(answer for answer in self.answers if answer.is_claimed)


def look_at(
    posts: Sequence[ComparedPost],
    questions: Sequence[Question],
    *,
    count: int | None = None,
    looked_at: int = 0,
    held: Collection[tuple[str, Outcome, bool]] = (),
    tuning: LevelTuning | None = None,
) -> Look:
    """Return what the posts say.

    Args:
        posts: measured posts in any order; of more than 400 the newest are looked at.
        questions: at most 8, fixed before the first look.
        count: how many were ever measured, where `posts` are not all.
        looked_at: `posts` of the look before that had a level; 0 for the first look.
        held: names of answers that are claimed already; they stay while their interval is clear.
        tuning: how much is risked.
    """
    if len(questions) > QUESTIONS_MAX:
        raise ValueError(f"at most {QUESTIONS_MAX} questions")
    tuning = tuning or LevelTuning()
    ordered = sorted(posts, key=lambda post: (post.published_at, post.post_id))[-POSTS_MAX:]
    seen = max(len(posts), count or 0)
    level = find_level(seen, looked_at, tuning) if is_due(seen, looked_at, tuning) else 0.0
    found = [_ask(ordered, questions, outcome) for outcome in Outcome]
    answers = _claim([one for asked in found for one in asked], level, held)
    return Look(
        posts=seen,
        level=level,
        answers=answers,
        shortfalls=tuple(_list_shortfalls(ordered, questions)),
    )


def _ask(
    posts: Sequence[ComparedPost], questions: Sequence[Question], outcome: Outcome
) -> list[Answer]:
    measured = [post for post in posts if post.find_outcome(outcome) is not None]
    if _count(measured) < POSTS_LEAST[outcome]:
        return []
    slopes = _find_slopes(measured, questions, outcome)
    spread = _find_tau([slope for _, slope in slopes])
    return [_shrink(question, outcome, slope, spread) for question, slope in slopes]


def _find_slopes(
    posts: Sequence[ComparedPost],
    questions: Sequence[Question],
    outcome: Outcome,
    *,
    drifts: bool = True,
) -> list[tuple[Question, Slope]]:
    """Return a slope for each question that can be asked, of the posts that have an answer.

    The posts of a clip are one observation: three that are alike say no more than one.
    """
    import numpy as np  # noqa: PLC0415 - a tenth of a second to import

    from core.domain.learning.evidence.residuals import (  # noqa: PLC0415
        average,
        find_slope,
        join,
        leave,
        take_out,
    )

    def by_who_knows(question: Question) -> tuple[int, ...]:
        return tuple(at for at, post in enumerate(posts) if question.trait in post.traits)

    slopes = []
    for known, group in groupby(sorted(questions, key=by_who_knows), key=by_who_knows):
        if not known:
            continue
        of = [posts[at] for at in known]
        base = take_out([post.platform.value for post in of], drifts=drifts)
        mean = average([post.subject for post in of])
        joined = join(base, mean)
        values = np.array([post.find_outcome(outcome) for post in of], float)
        left = mean @ leave(base, values)
        for question in group:
            asked = np.array([post.traits[question.trait] for post in of], float)
            slope = find_slope(joined, left, mean @ asked)
            if slope is not None:
                slopes.append((question, slope))
    return sorted(slopes, key=lambda pair: questions.index(pair[0]))


def _find_tau(slopes: Sequence[Slope]) -> float:
    """Return how much questions differ beyond chance."""
    if not slopes:
        return _TAU_LEAST
    beyond = sum(slope.ratio_log**2 - slope.error**2 for slope in slopes) / len(slopes)
    return max(_TAU_LEAST, math.sqrt(max(0.0, beyond)))


def _shrink(question: Question, outcome: Outcome, slope: Slope, tau: float) -> Answer:
    """Return the answer, moved towards 1 by at most one standard error.

    Its interval spans that before and after shrinking: a lone large difference would else be
    told far too small, and as if that were certain.
    """
    kept = 1.0 if math.isinf(tau) else tau**2 / (tau**2 + slope.error**2)
    size, error = abs(slope.ratio_log), slope.error
    middle = max(size * kept, size - error)
    low = min(middle - _SURE * error * math.sqrt(kept), size - _SURE * error)
    ends = (slope.sign * low, slope.sign * (size + _SURE * error))
    return Answer(
        question=question,
        outcome=outcome,
        ratio=math.exp(slope.sign * middle),
        low=math.exp(min(ends)),
        high=math.exp(max(ends)),
        with_it=slope.with_it,
        without=slope.without,
        p=slope.p,
    )


def _claim(
    answers: Sequence[Answer], level: float, held: Collection[tuple[str, Outcome, bool]]
) -> tuple[Answer, ...]:
    """Mark what can be claimed; what says most if it is so weighs most."""
    weights = [SHARES[one.outcome] * _weigh(one) for one in answers]
    fresh = choose([one.p for one in answers], weights, level)
    return tuple(
        replace(one, is_claimed=one.is_clear and (at in fresh or one.name in held))
        for at, one in enumerate(answers)
    )


def _weigh(answer: Answer) -> float:
    """Return a weight by how evenly the posts lie on both sides; outcomes have no part in it."""
    return float((answer.with_it * answer.without / answer.posts**2) ** 2)


def _list_shortfalls(
    posts: Sequence[ComparedPost], questions: Sequence[Question]
) -> Iterable[Shortfall]:
    """Yield how far each question is from showing a threefold difference in views."""
    for question in questions:
        sides = {p.subject: p.traits[question.trait] for p in posts if question.trait in p.traits}
        known = list(sides.values())
        yes = sum(known)
        if yes == 0 or yes == len(known):
            continue
        yield Shortfall(
            question=question,
            outcome=Outcome.VIEWS,
            posts=len(known),
            needed=count_needed(yes / len(known), Outcome.VIEWS, RATIO_WANTED),
        )


def count_needed(share: float, outcome: Outcome, ratio: float) -> int:
    """Return how many posts show a ratio, nine times in ten, where a share has the trait."""
    distance = _DISTANCE * _USUAL_SPREAD[outcome] / math.log(ratio)
    return math.ceil(distance**2 / (share * (1 - share)))


def find_ratio(count: int, share: float, outcome: Outcome, *, distance: float = 3.3) -> float:
    """Return the ratio that an experiment of so many posts finds nine times in ten."""
    error = _USUAL_SPREAD[outcome] / math.sqrt(count * share * (1 - share))
    return math.exp(distance * error)


def _count(posts: Iterable[ComparedPost]) -> int:
    return len({post.subject for post in posts})


def read_once(posts: Sequence[ComparedPost], question: Question, outcome: Outcome) -> Answer | None:
    """Return what an experiment says, by its own level; None where it cannot be read.

    Its posts were chosen by turns, so its size is not shrunk and drift is not taken out.
    """
    measured = [post for post in posts if post.find_outcome(outcome) is not None]
    if _count(measured) < _count(posts):
        return None
    slopes = _find_slopes(measured, [question], outcome, drifts=False)
    if not slopes:
        return None
    answer = _shrink(question, outcome, slopes[0][1], math.inf)
    return replace(answer, is_claimed=answer.p <= ONCE and answer.is_clear)
