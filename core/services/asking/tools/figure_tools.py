"""Figure tools: measured figures by day, post and platform, and sums of what was found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any, Final

from core.domain.asking.tool_result import Link, Row, ToolResult
from core.domain.asking.tool_spec import Kind, Parameter, ToolSpec
from core.domain.learning.measured_post import MeasuredPost
from core.domain.learning.measurement import MEASURED
from core.domain.people.actor import Actor
from core.domain.work.plain_text import clean_text
from core.domain.work.platform import Platform
from core.errors import InvalidInput
from core.ports.learning import AnalyticsStore, MeasuredPostStore
from core.services.asking.tools.local_clock import LocalClocks
from core.services.asking.tools.toolbox import FROM_DAY, LIMIT, TO_DAY, Tool, read_limit

_USUAL: Final = timedelta(days=90)
_BACK_MAX: Final = timedelta(days=180)
_WAITED: Final = timedelta(days=14)
"""A post is kept under the day on which it was made, and may have waited for its slot."""
_OLDER: Final = "Only posts of the last 180 days were read."
_NAMES: Final = ("views", "likes", "comments", "shares")
_BY_DAY: Final = ToolSpec(
    name="figures_by_day",
    about="What each day brought: views, likes, chat messages, chatters, spikes, with their sums",
    parameters=(FROM_DAY, TO_DAY),
)
_BY_POST: Final = ToolSpec(
    name="figures_by_post",
    about="What was counted for each post that is out, also if brought by hand; most views first",
    parameters=(
        FROM_DAY,
        TO_DAY,
        Parameter(
            name="platform", about="only this platform", choices=tuple(p.value for p in Platform)
        ),
        LIMIT,
    ),
)
_BY_PLATFORM: Final = ToolSpec(
    name="figures_by_platform",
    about="What each platform brought in these days, with its share of all views",
    parameters=(FROM_DAY, TO_DAY),
)


class FigureTools:
    """Reads what was measured."""

    def __init__(
        self,
        *,
        analytics: AnalyticsStore,
        posts: MeasuredPostStore,
        clocks: LocalClocks,
    ) -> None:
        self._analytics = analytics
        self._posts = posts
        self._clocks = clocks

    def list_tools(self) -> tuple[Tool, ...]:
        return (
            Tool(spec=_BY_DAY, run=self._by_day),
            Tool(spec=_BY_POST, run=self._by_post),
            Tool(spec=_BY_PLATFORM, run=self._by_platform),
        )

    async def _by_day(self, actor: Actor, given: dict[str, Any]) -> ToolResult:
        clock = await self._clocks.open(actor.creator_id)
        first, last = clock.read_days(given, days=7)
        days = await self._analytics.list_days(actor.creator_id, first, last)
        sums: Counter[str] = Counter()
        for day in days:
            sums.update(day.counts)
        shown = days[-31:]
        return ToolResult(
            facts={"first_day": str(first), "last_day": str(last), **_in_words(sums)},
            rows=tuple(
                Row(facts={"day": f"{day.on}", "weekday": f"{day.on:%A}", **_in_words(day.counts)})
                for day in shown
            ),
            has_more=len(days) > len(shown),
        )

    async def _by_platform(self, actor: Actor, given: dict[str, Any]) -> ToolResult:
        clock = await self._clocks.open(actor.creator_id)
        first, last = clock.read_days(given, days=30)
        sums: Counter[str] = Counter()
        for day in await self._analytics.list_days(actor.creator_id, first, last):
            sums.update(day.counts)
        views = sum(sums[f"{platform.value} views"] for platform in MEASURED)
        rows = [
            Row(
                facts={
                    "platform": platform.label,
                    **{name: sums[f"{platform.value} {name}"] for name in _NAMES},
                    "share_of_views": round(sums[f"{platform.value} views"] / views, 3)
                    if views
                    else None,
                }
            )
            for platform in MEASURED
            if any(sums[f"{platform.value} {name}"] for name in _NAMES)
        ]
        rows.sort(key=lambda row: -int(row.facts["views"] or 0))
        return ToolResult(
            facts={"first_day": str(first), "last_day": str(last), "views": views},
            rows=tuple(rows),
        )

    async def _by_post(self, actor: Actor, given: dict[str, Any]) -> ToolResult:
        clock = await self._clocks.open(actor.creator_id)
        start, end = clock.read_span(given)
        oldest = clock.now - _BACK_MAX
        first = max(oldest, start - _WAITED) if start else clock.now - _USUAL
        posts = await self._posts.list_posts(
            actor.creator_id, first=first.date(), last=clock.now.date() + timedelta(days=1)
        )
        platform = given.get("platform")
        found = [
            post
            for post in posts
            if post.newest is not None
            and platform in {None, post.platform.value}
            and (not start or post.out_at >= start)
            and (not end or post.out_at < end)
        ]
        found.sort(key=lambda post: (-(_count(post, "views") or 0), post.id))
        shown = found[: read_limit(given)]
        return ToolResult(
            facts={
                "count": len(found),
                **{
                    f"{name}_together": _sum([_count(post, name) for post in found])
                    for name in _NAMES
                },
            },
            rows=tuple(_describe(post, clock.show(post.out_at)) for post in shown),
            has_more=len(found) > len(shown),
            note=_OLDER if start and start - _WAITED < oldest else "",
        )


def _count(post: MeasuredPost, name: str) -> int | None:
    count: int | None = getattr(post.newest, name)
    return count


def _sum(counts: Sequence[int | None]) -> int | None:
    """Return what is known together; None where a platform tells none of it."""
    known = [count for count in counts if count is not None]
    return sum(known) if known or not counts else None


def _describe(post: MeasuredPost, out_at: str | None) -> Row:
    """Return a post, whoever put it there; without a clip it was not Truss."""
    title = clean_text(post.title, 80) or "a post without a title"
    path = f"/clips/{post.clip_id}" if post.clip_id else "/figures"
    return Row(
        facts={
            "clip_id": post.clip_id,
            "post": post.id,
            "platform": post.platform.label,
            "went_out_at": out_at,
            **{name: _count(post, name) for name in _NAMES},
            "score": post.tags.score if post.tags else None,
        },
        said={"title": title},
        link=Link(label=title[:60], path=path),
    )


def _in_words(counts: Mapping[str, int]) -> dict[str, int]:
    return {name.replace(" ", "_"): count for name, count in sorted(counts.items())}


_COMPUTE: Final = ToolSpec(
    name="compute",
    about="Add, subtract, divide or round figures that tools gave; any other figure is refused",
    parameters=(
        Parameter(
            name="how",
            about="what to compute",
            is_required=True,
            choices=("sum", "difference", "share", "average", "round"),
        ),
        Parameter(
            name="numbers",
            about="a list of figures that tools gave",
            kind=Kind.NUMBERS,
            is_required=True,
        ),
    ),
)


def make_compute() -> Tool:
    """Return the tool that computes; whoever runs it checks where its numbers come from."""

    async def compute(_: Actor, given: dict[str, Any]) -> ToolResult:
        how, numbers = given["how"], given["numbers"]
        return ToolResult(facts={how: compute_figure(how, numbers)})

    return Tool(spec=_COMPUTE, run=compute)


def compute_figure(how: str, numbers: list[float]) -> float:
    """Return a figure made of others; InvalidInput where they are too few, or one is zero."""
    if not numbers or (how in {"difference", "share"} and len(numbers) != 2):
        raise InvalidInput(f"{how} takes {'one number or more' if not numbers else 'two numbers'}.")
    match how:
        case "difference":
            return _tidy(numbers[0] - numbers[1])
        case "share":
            if not numbers[1]:
                raise InvalidInput("Nothing is a share of zero.")
            return round(numbers[0] / numbers[1], 4)
        case "average":
            return _tidy(sum(numbers) / len(numbers))
        case "round":
            return _round(numbers[0])
        case _:
            return _tidy(sum(numbers))


def _round(number: float) -> float:
    """Return a number with its two first digits, as people say it; below ten, with one decimal."""
    if abs(number) < 10:
        return round(number, 1)
    return float(round(number, 2 - len(str(int(abs(number))))))


def _tidy(number: float) -> float:
    return round(number, 4)
