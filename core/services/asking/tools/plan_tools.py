"""Plan tools: the plan day by day, posting slots and the next free ones, insights and tasks."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Final

from core.domain.asking.tool_result import Link, Row, ToolResult
from core.domain.asking.tool_spec import Parameter, ToolSpec
from core.domain.learning.task import TaskStatus
from core.domain.people.actor import Actor
from core.domain.plan.calendar import CalendarEntry
from core.domain.publishing.posting_slot import find_next_slot, write_slots
from core.domain.publishing.publication import OUT, PublicationStatus
from core.domain.work.plain_text import clean_text
from core.domain.work.platform import Platform
from core.ports.learning import LessonStore, TaskStore
from core.ports.plan import SlotStore
from core.ports.publishing import PublicationStore
from core.services.asking.tools.local_clock import LocalClock, LocalClocks
from core.services.asking.tools.toolbox import FROM_DAY, LIMIT, TO_DAY, Tool, read_limit
from core.services.plan.plan_reading import PlanReading, name_month

_PLAN: Final = ToolSpec(
    name="list_plan",
    about="Posts, publications, streams and tasks of these days, in the order of time",
    parameters=(FROM_DAY, TO_DAY, LIMIT),
)
_SLOTS: Final = ToolSpec(
    name="list_slots",
    about="The posting slots of the week, and the next ones that are still free",
    parameters=(
        Parameter(
            name="platform", about="for this platform", choices=tuple(p.value for p in Platform)
        ),
        FROM_DAY,
    ),
)
_INSIGHTS: Final = ToolSpec(
    name="list_insights",
    about="What is known to work, with the evidence, or why nothing is claimed",
    parameters=(LIMIT,),
)
_TASKS: Final = ToolSpec(name="list_tasks", about="What the creator should do", parameters=(LIMIT,))
_NEXT: Final = 5


class PlanTools:
    """Reads the plan and what was learned for it."""

    def __init__(
        self,
        *,
        reading: PlanReading,
        slots: SlotStore,
        publications: PublicationStore,
        lessons: LessonStore,
        tasks: TaskStore,
        clocks: LocalClocks,
    ) -> None:
        self._reading = reading
        self._slots = slots
        self._publications = publications
        self._lessons = lessons
        self._tasks = tasks
        self._clocks = clocks

    def list_tools(self) -> tuple[Tool, ...]:
        return (
            Tool(spec=_PLAN, run=self._list_plan),
            Tool(spec=_SLOTS, run=self._list_slots),
            Tool(spec=_INSIGHTS, run=self._list_insights),
            Tool(spec=_TASKS, run=self._list_tasks),
        )

    async def _list_plan(self, actor: Actor, given: dict[str, Any]) -> ToolResult:
        clock = await self._clocks.open(actor.creator_id)
        start, end = clock.read_span(given)
        start = start or clock.start_of(clock.today)
        end = end or start + timedelta(days=7)
        months = dict.fromkeys(
            name_month(at, clock.zone) for at in (start, end - timedelta(seconds=1))
        )
        entries: list[CalendarEntry] = []
        for month in months:
            entries += (await self._reading.list_month(actor, month, limit=500)).entries
        fit = [one for one in entries if one.at and start <= one.at < end]
        limit = read_limit(given, 25)
        kinds = {one.kind for one in fit}
        return ToolResult(
            facts={
                "count": len(fit),
                **{f"{kind}s": sum(one.kind == kind for one in fit) for kind in sorted(kinds)},
                "first_day": f"{start.astimezone(clock.zone):%Y-%m-%d}",
                "last_day": f"{(end - timedelta(seconds=1)).astimezone(clock.zone):%Y-%m-%d}",
            },
            rows=tuple(_describe(one, clock) for one in fit[:limit]),
            has_more=len(fit) > limit,
        )

    async def _list_slots(self, actor: Actor, given: dict[str, Any]) -> ToolResult:
        clock = await self._clocks.open(actor.creator_id)
        kept = (await self._slots.get_slots(actor.creator_id)).slots
        start, _ = clock.read_span(given)
        wanted = [Platform(given["platform"])] if given.get("platform") else [Platform.YOUTUBE]
        taken = await self._list_taken(actor)
        free: list[datetime] = []
        after = max(clock.now, start - timedelta(minutes=1)) if start else clock.now
        for _ in range(_NEXT):
            platform = wanted[0] if given.get("platform") else _any_platform(kept, wanted[0])
            at = find_next_slot(kept, clock.zone, after=after, platform=platform, taken=taken)
            if at is None:
                break
            free.append(at)
            after = at
        return ToolResult(
            facts={"slots": write_slots(kept) or "none", "count": len(kept)},
            rows=tuple(
                Row(
                    facts={
                        "free_slot_at": clock.show(at),
                        "weekday": f"{at.astimezone(clock.zone):%A}",
                    },
                    link=Link(label="the plan", path="/plan"),
                )
                for at in free
            ),
        )

    async def _list_taken(self, actor: Actor) -> set[datetime]:
        page = await self._publications.list_publications(actor.creator_id, limit=100)
        over = OUT | {PublicationStatus.CANCELLED, PublicationStatus.FAILED}
        return {p.due_at for p in page.items if p.status not in over}

    async def _list_insights(self, actor: Actor, given: dict[str, Any]) -> ToolResult:
        lessons = await self._lessons.get_lessons(actor.creator_id)
        shown = lessons.claims[: read_limit(given)]
        return ToolResult(
            facts={"count": len(lessons.claims)},
            rows=tuple(
                Row(
                    facts={
                        "since": f"{one.since:%Y-%m-%d}",
                        "posts": one.posts,
                        "statement": clean_text(one.statement, 300),
                    },
                    said={"evidence": clean_text("; ".join(one.evidence), 400)},
                )
                for one in shown
            ),
            has_more=len(lessons.claims) > len(shown),
            note=lessons.silence if not lessons.claims else "",
        )

    async def _list_tasks(self, actor: Actor, given: dict[str, Any]) -> ToolResult:
        clock = await self._clocks.open(actor.creator_id)
        page = await self._tasks.list_tasks(
            actor.creator_id, TaskStatus.OPEN, limit=read_limit(given)
        )
        due = [task for task in page.items if not task.about or task.due_at <= clock.now]
        return ToolResult(
            facts={"count": len(due)},
            rows=tuple(
                Row(
                    facts={"task_id": one.id, "due_at": clock.show(one.due_at)},
                    said={"title": clean_text(one.title, 120)},
                )
                for one in due
            ),
            has_more=page.cursor is not None,
        )


def _any_platform(slots: Any, fallback: Platform) -> Platform:
    """Return the platform of a slot, where no slot is for all of them."""
    named = [slot.platform for slot in slots]
    return fallback if None in named or not named else named[0]


def _label(name: str) -> str:
    return Platform(name).label if name in set(Platform) else name


def _describe(entry: CalendarEntry, clock: LocalClock) -> Row:
    title = clean_text(entry.title, 80)
    paths = {
        "post": f"/plan/posts/{entry.id}",
        "stream": f"/streams/{entry.id}",
        "publication": f"/clips/{entry.clip_id}" if entry.clip_id else "/plan",
    }
    return Row(
        facts={
            "what": entry.kind,
            "at": clock.show(entry.at),
            "weekday": f"{entry.at.astimezone(clock.zone):%A}" if entry.at else None,
            "status": (entry.status or "").replace("_", " ") or None,
            "platform": ", ".join(map(_label, entry.platforms or filter(None, [entry.platform])))
            or None,
            "id": entry.id,
        },
        said={"title": title} if title else {},
        link=Link(label=title[:60] or "the plan", path=paths.get(entry.kind, "/plan")),
    )
