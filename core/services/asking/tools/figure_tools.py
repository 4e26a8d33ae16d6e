"""Figure tools: measured figures by day, post and platform, and sums of what was found."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any, Final

from core.domain.asking.tool_result import Link, Row, ToolResult
from core.domain.asking.tool_spec import Kind, Parameter, ToolSpec
from core.domain.clips.clip import Clip
from core.domain.learning.measurement import MEASURED
from core.domain.learning.metrics import PostMetric
from core.domain.people.actor import Actor
from core.domain.publishing.publication import OUT, Publication
from core.domain.work.plain_text import clean_text
from core.domain.work.platform import Platform
from core.errors import InvalidInput, NotFound
from core.ports.clips import ClipStore
from core.ports.learning import AnalyticsStore, MetricStore
from core.ports.publishing import PublicationStore
from core.services.asking.tools.local_clock import LocalClocks
from core.services.asking.tools.toolbox import FROM_DAY, LIMIT, TO_DAY, Tool, read_limit

_PAGES: Final = 3
_NAMES: Final = ("views", "likes", "comments", "shares")
_BY_DAY: Final = ToolSpec(
    name="figures_by_day",
    about="What each day brought: views, likes, chat messages, chatters, spikes, with their sums",
    parameters=(FROM_DAY, TO_DAY),
)
_BY_POST: Final = ToolSpec(
    name="figures_by_post",
    about="What the platforms counted for each clip that went out, the most views first",
    parameters=(
        FROM_DAY,
        TO_DAY,
        Parameter(
            name="platform", about="only this platform", choices=tuple(p.value for p in MEASURED)
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
        metrics: MetricStore,
        publications: PublicationStore,
        clips: ClipStore,
        clocks: LocalClocks,
    ) -> None:
        self._analytics = analytics
        self._metrics = metrics
        self._publications = publications
        self._clips = clips
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
        newest = await self._read_newest(actor, given.get("platform"), clock.today)
        out = await self._list_out(actor)
        found = [
            (newest[p.platform, p.post_id or ""], p)
            for p in out
            if (p.platform, p.post_id) in newest
            and (not start or p.updated_at >= start or p.due_at >= start)
            and (not end or p.due_at < end)
        ]
        found.sort(key=lambda pair: (-(pair[0].views or 0), pair[1].id))
        rows = []
        for metric, publication in found[: read_limit(given)]:
            clip = await self._find_clip(publication)
            rows.append(_describe(metric, publication, clip, clock.show(publication.due_at)))
        return ToolResult(
            facts={
                "count": len(found),
                **{
                    f"{name}_together": _sum([getattr(m, name) for m, _ in found])
                    for name in _NAMES
                },
            },
            rows=tuple(rows),
            has_more=len(found) > len(rows),
        )

    async def _read_newest(
        self, actor: Actor, platform: str | None, today: Any
    ) -> Mapping[tuple[Platform, str], PostMetric]:
        """Return each post's newest figures of the last eight days; one query a platform."""
        wanted = [p for p in MEASURED if platform in {None, p.value}]
        pages = await asyncio.gather(*(self._read_metrics(actor, p, today) for p in wanted))
        newest: dict[tuple[Platform, str], PostMetric] = {}
        for metric in (metric for page in pages for metric in page):
            key = (metric.platform, metric.post_id)
            if key not in newest or metric.on >= newest[key].on:
                newest[key] = metric
        return newest

    async def _read_metrics(self, actor: Actor, platform: Platform, today: Any) -> list[PostMetric]:
        read: list[PostMetric] = []
        cursor: str | None = None
        for _ in range(_PAGES):
            page = await self._metrics.list_metrics(
                actor.creator_id,
                platform,
                first=today - timedelta(days=8),
                last=today + timedelta(days=1),
                cursor=cursor,
            )
            read += page.items
            cursor = page.cursor
            if cursor is None:
                break
        return read

    async def _list_out(self, actor: Actor) -> list[Publication]:
        out: list[Publication] = []
        cursor: str | None = None
        for _ in range(_PAGES):
            page = await self._publications.list_publications(
                actor.creator_id, cursor=cursor, limit=100
            )
            out += [p for p in page.items if p.status in OUT]
            cursor = page.cursor
            if cursor is None:
                break
        return out

    async def _find_clip(self, publication: Publication) -> Clip | None:
        try:
            return await self._clips.get_clip(publication.creator_id, publication.clip_id)
        except NotFound:
            return None


def _sum(counts: Sequence[int | None]) -> int | None:
    """Return what is known together; None where a platform tells none of it."""
    known = [count for count in counts if count is not None]
    return sum(known) if known or not counts else None


def _describe(
    metric: PostMetric, publication: Publication, clip: Clip | None, due_at: str | None
) -> Row:
    title = clean_text(clip.title, 80) if clip else "a clip"
    return Row(
        facts={
            "clip_id": publication.clip_id,
            "platform": publication.platform.label,
            "went_out_at": due_at,
            **{name: getattr(metric, name) for name in _NAMES},
            "score": clip.score.value if clip and clip.score else None,
        },
        said={"title": title},
        link=Link(label=title[:60], path=f"/clips/{publication.clip_id}"),
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
