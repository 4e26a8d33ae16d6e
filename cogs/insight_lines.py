"""Insight lines: what was learned, and one's preferences, as lines that every face can show."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from cogs.markdown import escape
from cogs.texts.sentences import translate
from core.domain.learning.checking.part_weights import describe_weights
from core.domain.learning.checking.score_check import describe_check
from core.domain.learning.evidence.experiment import describe_experiment
from core.domain.learning.lessons import Lessons
from core.domain.learning.streak import Streak
from core.domain.people.preferences import Wants

UNSEEN: Final = "Nothing was looked at yet; the first look comes a week after the first post."


def list_lessons(lessons: Lessons, language: str = "en") -> Iterator[str]:
    """Yield what holds, what is not claimed and why, experiments, and the score's check."""

    def tell(text: str) -> str:
        return translate(text, language)

    for claim in lessons.claims:
        yield f"- **{escape(tell(claim.statement))}**"
        yield f"  {tell(claim.evidence[0])}" if claim.evidence else ""
    if not lessons.claims:
        yield tell(lessons.silence or UNSEEN)
    yield from (f"- {tell(one.told)}" for one in lessons.questions[:3])
    for experiment in lessons.experiments[-2:]:
        about = f"Experiment with {experiment.question.posts}: {describe_experiment(experiment)}"
        yield f"- {tell(about)}"
    yield from (f"- {tell(describe_check(check))}" for check in lessons.checks[:2])
    if lessons.verdicts_told:
        yield f"- {tell(lessons.verdicts_told)}"
    if lessons.weights and lessons.weights_since:
        weighed = describe_weights(lessons.weights, f"{lessons.weights_since:%B}")
        yield f"- {tell(weighed)}"


def list_wants(wants: Wants, streak: Streak) -> Iterator[str]:
    """Yield a line for each preference that holds for a person."""
    yield f"- Name: {escape(wants.display_name) or 'not given'}"
    yield f"- Tone: {wants.tone} (of what Truss says to you, never of scores or posts)"
    goal = f"{wants.daily_clips} a day" if wants.daily_clips else "none"
    yield f"- Daily goal: {goal}; today {streak.today}, streak {streak.days}"
    target = f"{streak.this_month} of {wants.monthly_clips}" if wants.monthly_clips else "none"
    yield f"- Monthly target: {target}"
    yield f"- Digest: {wants.digest}, at {wants.digest_hour}:00"
    start, end = wants.quiet_from_hour, wants.quiet_until_hour
    yield f"- Quiet hours: {'none' if start == end else f'{start}:00 to {end}:00'}"
    yield f"- Language: {escape(wants.language)}"
    yield f"- Time zone: {escape(wants.time_zone)}"
