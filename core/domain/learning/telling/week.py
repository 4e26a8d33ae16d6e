"""The week: what went out, what it did, what was learned and what to do, as a letter."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from core.domain.learning.streak import LOOK_BACK_DAYS, Streak
from core.domain.learning.telling.tones import Occasion, remark
from core.domain.people.preferences import Wants

TASKS_TOLD = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Week:
    """The facts of seven days; they are the same for everybody and in every tone."""

    first: date
    last: date
    clips: int = 0
    posts: int = 0
    views: int = 0
    likes: int = 0
    best_title: str = ""
    best_views: int = 0
    learned: tuple[str, ...] = ()
    silence: str = ""
    experiments: tuple[str, ...] = ()
    score: str = ""
    tasks: tuple[str, ...] = ()
    streak: Streak | None = None
    monthly_clips: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A text for one person: a subject, and paragraphs of lines; nothing in it is marked up.

    It is in English; each face shows it in `language`, as far as it has that.
    """

    subject: str
    paragraphs: tuple[tuple[str, ...], ...]
    language: str = "en"

    @property
    def text(self) -> str:
        return "\n\n".join("\n".join(lines) for lines in self.paragraphs)


def write_letter(week: Week, wants: Wants) -> Letter:
    """Return the week as a letter in the tone that its reader wants."""
    paragraphs = [
        (remark(wants.tone, Occasion.GREETING, wants.display_name),),
        tuple(_tell_posts(week, wants)),
        tuple(_tell_goal(week, wants)),
        tuple(_tell_learned(week, wants)),
        tuple(_tell_tasks(week, wants)),
    ]
    return Letter(
        subject=f"Week of {week.first:%d %B} to {week.last:%d %B}",
        paragraphs=tuple(lines for lines in paragraphs if lines),
        language=wants.language,
    )


def _tell_posts(week: Week, wants: Wants) -> Iterator[str]:
    yield from _list_posts(week)
    occasion = Occasion.MUCH_OUT if week.posts else Occasion.NOTHING_OUT
    yield remark(wants.tone, occasion)


def _list_posts(week: Week) -> Iterator[str]:
    if not week.posts:
        yield "No post went out."
        return
    clips, posts = _count(week.clips, "clip"), _count(week.posts, "post")
    yield f"{clips} went out in {posts}: {week.views:,} views and {week.likes:,} likes so far."
    if week.best_views:
        yield f"Most watched: “{week.best_title or 'untitled'}”, {week.best_views:,} views."


def _tell_goal(week: Week, wants: Wants) -> Iterator[str]:
    yield from _list_goal(week)
    if week.streak and week.streak.goal:
        occasion = Occasion.GOAL_REACHED if week.streak.days else Occasion.GOAL_MISSED
        yield remark(wants.tone, occasion)


def _list_goal(week: Week) -> Iterator[str]:
    streak = week.streak
    if streak and streak.goal:
        days = f"{streak.days} or more" if streak.days >= LOOK_BACK_DAYS else str(streak.days)
        unit = "day" if streak.days == 1 else "days"
        yield f"Streak: {days} {unit} with at least {_count(streak.goal, 'clip')}."
    if streak and week.monthly_clips:
        yield f"This month: {streak.this_month} of {week.monthly_clips} clips."


def _tell_learned(week: Week, wants: Wants) -> Iterator[str]:
    yield from _list_learned(week)
    occasion = Occasion.LEARNED if week.learned else Occasion.NOTHING_LEARNED
    yield remark(wants.tone, occasion)


def _list_learned(week: Week) -> Iterator[str]:
    yield from week.learned
    if week.silence:
        yield week.silence
    yield from week.experiments
    if week.score:
        yield week.score


def _tell_tasks(week: Week, wants: Wants) -> Iterator[str]:
    if not week.tasks:
        yield remark(wants.tone, Occasion.NO_TASKS)
        return
    yield remark(wants.tone, Occasion.TASKS)
    yield from (f"{number}. {task}" for number, task in _number(week))


def _number(week: Week) -> Iterator[tuple[int, str]]:
    yield from enumerate(week.tasks[:TASKS_TOLD], start=1)


def _count(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
