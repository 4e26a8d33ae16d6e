"""A learning step: lessons before a look at the newest posts, and after it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from core.domain.clips.score_weights import USUAL_POINTS
from core.domain.learning.checking.part_weights import Verdict, measure_verdicts, propose_weights
from core.domain.learning.checking.score_check import ScoreCheck, check_score
from core.domain.learning.evidence.claim_words import (
    describe_answer,
    describe_evidence,
    describe_shortfall,
    describe_silence,
)
from core.domain.learning.evidence.compared_post import ComparedPost, Outcome
from core.domain.learning.evidence.comparing import compare_post, name_traits
from core.domain.learning.evidence.experiment import Experiment
from core.domain.learning.evidence.looking import Answer, Look, look_at
from core.domain.learning.evidence.question import USUAL_QUESTIONS
from core.domain.learning.insight import InsightId
from core.domain.learning.lessons import Claim, Lessons, OpenQuestion
from core.domain.learning.measured_post import MeasuredPost

WEIGHED_AGAIN_AT: Final = 1.25
_VERDICTS_LEAST: Final = 10
_READ_BY_DAYS: Final = 9
NameInsight = Callable[[str], InsightId]


@dataclass(frozen=True, slots=True, kw_only=True)
class NewClaim:
    """A claim that was not there before, what it is about, and its p value."""

    claim: Claim
    about: str
    p: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """The lessons after a look, and what is new in them."""

    lessons: Lessons
    fresh: tuple[NewClaim, ...]


def learn(
    lessons: Lessons,
    out: Sequence[MeasuredPost],
    compared: Sequence[ComparedPost],
    verdicts: Sequence[Verdict],
    *,
    now: datetime,
    name_insight: NameInsight,
) -> Step:
    """Return what is known after a look at the newest posts, given oldest first."""
    until = lessons.counted_until
    new = [post for post in compared if until is None or post.published_at > until]
    count = max(lessons.counted + len(new), len(compared))
    look = look_at(
        compared,
        USUAL_QUESTIONS,
        count=count,
        looked_at=lessons.looked_at,
        held=[claim.name for claim in lessons.claims],
    )
    claims, fresh = _renew(lessons, look, now, name_insight)
    seen = replace(
        lessons,
        counted=count,
        counted_until=max((post.published_at for post in compared), default=until),
        looked_at=look.posts if look.level else lessons.looked_at,
        looked_on=now,
        claims=claims,
        silence=" ".join(filter(None, (describe_silence(look), _tell_unread(look, out, now)))),
        questions=_list_open(look),
        experiments=tuple(_follow(one, out, compared, now) for one in lessons.experiments),
        checks=list_checks(compared),
        verdicts_told=_tell_verdicts(verdicts),
    )
    return Step(lessons=_weigh(seen, compared, verdicts, now), fresh=fresh)


def _renew(
    lessons: Lessons, look: Look, now: datetime, name_insight: NameInsight
) -> tuple[tuple[Claim, ...], tuple[NewClaim, ...]]:
    """Return the claims that hold; an older one keeps its name and its date."""
    known = {claim.name: claim for claim in lessons.claims}
    claims, fresh = [], []
    for answer in look.claims:
        older = known.get(answer.name)
        about = f"{answer.question.trait}/{answer.outcome}/{'more' if answer.name[2] else 'less'}"
        claim = _make_claim(
            answer,
            insight_id=older.insight_id if older else name_insight(about),
            since=older.since if older else now,
        )
        claims.append(claim)
        if older is None:
            fresh.append(NewClaim(claim=claim, about=about, p=answer.p))
    return tuple(claims), tuple(fresh)


def _make_claim(answer: Answer, *, insight_id: InsightId, since: datetime) -> Claim:
    trait, outcome, is_more = answer.name
    return Claim(
        insight_id=insight_id,
        trait=trait,
        outcome=outcome,
        is_more=is_more,
        statement=describe_answer(answer),
        evidence=describe_evidence(answer),
        ratio=answer.ratio,
        low=answer.low,
        high=answer.high,
        posts=answer.posts,
        since=since,
    )


def _tell_unread(look: Look, out: Sequence[MeasuredPost], now: datetime) -> str:
    """Return how many posts are old enough and have no figures of that age, if nothing is known."""
    old = now - timedelta(days=_READ_BY_DAYS)
    unread = sum(post.out_at < old and compare_post(post) is None for post in out)
    if look.claims or not unread:
        return ""
    posts = "1 older post has" if unread == 1 else f"{unread} older posts have"
    return f"{posts} no figures of that age: enter or import them when posts are a week old."


def _list_open(look: Look) -> tuple[OpenQuestion, ...]:
    claimed = {claim.question.trait for claim in look.claims}
    return tuple(
        OpenQuestion(trait=one.question.trait, told=describe_shortfall(one), missing=one.missing)
        for one in look.shortfalls
        if one.question.trait not in claimed
    )


def _follow(
    experiment: Experiment,
    out: Sequence[MeasuredPost],
    compared: Sequence[ComparedPost],
    now: datetime,
) -> Experiment:
    if experiment.is_by_us:
        return _follow_sides(experiment, out, compared, now)
    since = [post for post in out if post.out_at >= experiment.started_at and post.tags]
    traits = {post.clip_id or post.id: name_traits(post.tags) for post in since if post.tags}
    answers = [known[experiment.trait] for known in traits.values() if experiment.trait in known]
    measured = [post for post in compared if post.published_at >= experiment.started_at]
    return experiment.follow(answers, measured, now=now)


def _follow_sides(
    experiment: Experiment,
    out: Sequence[MeasuredPost],
    compared: Sequence[ComparedPost],
    now: datetime,
) -> Experiment:
    """Follow the sides that clips were given; what was posted by hand was given none."""
    sides: dict[str, bool] = {
        post.clip_id: side
        for post in out
        if post.clip_id and (side := experiment.name_side(post.clip_id)) is not None
    }
    given = [post for post in compared if post.clip_id in sides]
    trait = experiment.trait
    carried_out = {post.clip_id: post.traits.get(trait) is sides[post.clip_id] for post in given}
    measured = [replace(p, traits={**p.traits, trait: sides[p.clip_id]}) for p in given]
    return experiment.follow(
        list(sides.values()), measured, now=now, carried_out=list(carried_out.values())
    )


def list_checks(compared: Sequence[ComparedPost]) -> tuple[ScoreCheck, ...]:
    """Return the checks of the score: by what was watched and by views, overall and a platform."""
    platforms = sorted({post.platform.value for post in compared})
    found = [check_score(compared, outcome) for outcome in (Outcome.WATCHED, Outcome.VIEWS)]
    if len(platforms) > 1:
        found += [
            check_score(compared, outcome, platform=platform)
            for platform in platforms
            for outcome in (Outcome.WATCHED, Outcome.VIEWS)
        ]
    return tuple(check for check in found if check is not None)


def _tell_verdicts(verdicts: Sequence[Verdict]) -> str:
    """Return how well the score agrees with what moderators said."""
    yes = sum(one.is_approved for one in verdicts)
    known = [one for one in verdicts if all(name in one.parts for name in USUAL_POINTS)]
    if min(yes, len(verdicts) - yes) < _VERDICTS_LEAST or not known:
        return ""
    share = measure_verdicts(known, dict.fromkeys(USUAL_POINTS, 1.0), USUAL_POINTS)
    return (
        f"An approved clip has a higher score than a rejected one in {share:.0%} of pairs, from "
        f"{len(known)} decisions; 50 % would be chance."
    )


def _weigh(
    lessons: Lessons,
    compared: Sequence[ComparedPost],
    verdicts: Sequence[Verdict],
    now: datetime,
) -> Lessons:
    """Let the weights follow, where there are a quarter more posts and nobody has reset them."""
    rests = lessons.weights_rest_until is not None and now < lessons.weights_rest_until
    if rests or lessons.counted < max(1.0, lessons.weighed_at * WEIGHED_AGAIN_AT):
        return lessons
    proposal = propose_weights(compared, Outcome.VIEWS, USUAL_POINTS, verdicts)
    if proposal is None:
        return lessons
    weighed = replace(lessons, weighed_at=lessons.counted)
    if not proposal.holds:
        return weighed
    return replace(weighed, weights=proposal.weights, weights_since=lessons.weights_since or now)


def reset_weights(lessons: Lessons, *, now: datetime) -> Lessons:
    """Return them with the usual weights, which stay for 90 days at least."""
    return replace(
        lessons, weights={}, weights_since=None, weights_rest_until=now + timedelta(days=90)
    )
