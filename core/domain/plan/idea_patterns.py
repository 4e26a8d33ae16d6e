"""Idea patterns: what a plan is filled with where no model writes, from the creator's own words."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from core.domain.plan.month_plan import MonthPlan, Recurrence
from core.domain.plan.post import ClipWish
from core.domain.plan.slot_filling import POSTS_MAX
from core.domain.work.plain_text import clean_text
from core.domain.work.platform import BY_HAND, Platform

_TOPIC_LENGTH_MAX: Final = 60
_PATTERNS: Final = (
    ("{topic}: what people get wrong", "What most people believe about {topic}, and what is true."),
    ("How I got into {topic}", "Where it began with {topic}, and what kept you at it."),
    ("Ask me about {topic}", "Collect questions about {topic}; the best are answered on stream."),
    ("{topic} in one minute", "Explain {topic} to somebody who has never seen it."),
    ("My worst moment with {topic}", "What went wrong with {topic}, and what you took from it."),
    ("{topic}: three things for beginners", "Three short pieces of advice on {topic}."),
    ("{topic}: then and now", "What has changed about {topic} since you began."),
    ("A small win with {topic}", "Something about {topic} that went well this week, and why."),
    ("What is next for {topic}", "What you plan with {topic}, and when people can watch."),
    ("Which one would you choose? {topic}", "Two sides of {topic}: let people vote."),
    ("Behind the scenes of {topic}", "What nobody sees when you do {topic}."),
    ("An unpopular opinion on {topic}", "Something about {topic} that you would defend."),
    ("Who I learned {topic} from", "Name somebody who taught you {topic}, and what."),
    ("{topic}: the tool I would not give up", "What you use for {topic}, and why that."),
    ("One rule I follow in {topic}", "A rule for {topic}, and what happens without it."),
    ("What my week with {topic} looked like", "A look back at {topic} this week."),
)  # fmt: skip
_CLIP_PATTERNS: Final = (
    "Waiting for a clip: {topic}",
    "A moment worth sharing: {topic}",
    "Clip slot: {topic}",
)
_CLIP_TEXT: Final = "An approved clip takes this place; until then nothing goes out."


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """What is known of a creator and may be written about."""

    niche: str = ""
    themes: tuple[str, ...] = ()
    goals: tuple[str, ...] = ()
    streams: tuple[str, ...] = ()
    insights: tuple[str, ...] = ()
    recurring: tuple[Recurrence, ...] = ()

    @property
    def topics(self) -> tuple[str, ...]:
        """What posts are about, the creator's own themes first; each once."""
        wanted = (*self.themes, self.niche, *self.streams, *(() if self.themes else self.goals))
        cleaned = (clean_text(topic, _TOPIC_LENGTH_MAX) for topic in wanted)
        return tuple(dict.fromkeys(topic for topic in cleaned if topic)) or ("this channel",)

    def find_recurring(self, day: date, platform: Platform) -> Recurrence | None:
        """Return the weekly post of a day that this platform can take."""
        fit = (one for one in self.recurring if one.platform in {None, platform})
        return next((one for one in fit if one.weekday == day.weekday()), None)


def gather_material(
    plan: MonthPlan | None, *, streams: Sequence[str], insights: Sequence[str]
) -> Material:
    """Return the material from a month's plan and what is known besides."""
    return Material(
        niche=plan.niche if plan else "",
        themes=plan.themes if plan else (),
        goals=plan.goals if plan else (),
        streams=tuple(streams),
        insights=tuple(insights),
        recurring=plan.recurring if plan else (),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Idea:
    """A title and a few words; with a wish it waits for a clip."""

    title: str
    text: str
    wish: ClipWish | None = None


def make_idea(
    material: Material, *, day: date, platform: Platform, used: Collection[str] = ()
) -> Idea:
    """Return the idea for a day and a platform whose title is not used yet, where there is one.

    It depends on nothing else, so that filling twice gives the same.
    """
    if weekly := material.find_recurring(day, platform):
        return Idea(title=weekly.title, text="", wish=ClipWish() if weekly.wants_clip else None)
    ideas = _list_ideas(material, start=day.toordinal(), is_for_clips=_takes_clip(platform, day))
    first = next(ideas)
    if first.title not in used:
        return first
    return next((idea for idea in ideas if idea.title not in used), first)


def _takes_clip(platform: Platform, day: date) -> bool:
    """Whether a post waits for a clip: two of three where clips are uploaded."""
    return platform not in BY_HAND and day.toordinal() % 3 != 0


def _list_ideas(material: Material, *, start: int, is_for_clips: bool) -> Iterator[Idea]:
    """Go through all pairs of topic and pattern, then through them again with a number."""
    topics = material.topics
    pairs = len(topics) * len(_CLIP_PATTERNS if is_for_clips else _PATTERNS)
    for number in range(start, start + POSTS_MAX + pairs):
        idea = _write(
            topics[number % len(topics)],
            number % pairs // len(topics),
            material,
            is_for_clips=is_for_clips,
        )
        turn = (number - start) // pairs + 1
        yield replace(idea, title=f"{idea.title} ({turn})") if turn > 1 else idea


def _write(topic: str, index: int, material: Material, *, is_for_clips: bool) -> Idea:
    if is_for_clips:
        title = _CLIP_PATTERNS[index].replace("{topic}", topic)
        return Idea(title=title, text=_CLIP_TEXT, wish=ClipWish())
    title, text = (part.replace("{topic}", topic) for part in _PATTERNS[index])
    insights = material.insights
    told = f" What worked: {insights[index % len(insights)]}" if insights else ""
    return Idea(title=title, text=f"{text}{told}")
