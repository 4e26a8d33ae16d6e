"""Desk: what a report has at hand: the question, the tools, and what they gave so far."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from core.domain.asking.answer import Proposal
from core.domain.asking.periods import Period
from core.domain.asking.question import Question
from core.domain.asking.report_choice import AHEAD, Report
from core.domain.asking.tool_result import Link, Row, ToolResult
from core.domain.asking.tool_spec import ToolCall
from core.domain.people.actor import Actor
from core.services.asking.tools.local_clock import LocalClock
from core.services.asking.tools.toolbox import Toolbox


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a report says, and the clip that it told of first."""

    lines: tuple[str, ...]
    links: tuple[Link, ...] = ()
    proposals: tuple[Proposal, ...] = ()
    title: str = ""


@dataclass(slots=True, kw_only=True)
class Desk:
    """Runs tools for one report, and keeps which it called."""

    actor: Actor
    question: Question
    report: Report
    toolbox: Toolbox
    clock: LocalClock
    called: list[str] = field(default_factory=list)

    async def read(self, name: str, **given: Any) -> ToolResult:
        self.called.append(name)
        named = {key: value for key, value in given.items() if value is not None}
        return await self.toolbox.read(self.actor, name, **named)

    async def try_read(self, name: str, **given: Any) -> ToolResult:
        """Return what a call found; its problem is told by the report."""
        self.called.append(name)
        named = {key: value for key, value in given.items() if value is not None}
        return await self.toolbox.run(self.actor, ToolCall(name=name, arguments=named))

    @property
    def platform(self) -> str | None:
        return self.question.platform.value if self.question.platform else None

    def find_period(self) -> Period | None:
        return self.question.find_period(self.clock.today, is_ahead=self.report in AHEAD)


def span(period: Period | None) -> dict[str, Any]:
    """Return a period as the tools take it."""
    if period is None:
        return {}
    return {"from_day": f"{period.first}", "to_day": f"{period.last}"}


def quote(row: Row, name: str = "title") -> str:
    """Return a title as an answer quotes it."""
    return f"\u201c{row.said.get(name) or 'no title'}\u201d"


def count(number: Any, one: str, many: str = "") -> str:
    """Return `1 clip`, `1,234 clips`."""
    whole = int(number or 0)
    return f"{whole:,} {one if whole == 1 else many or one + 's'}"


def clock_of(at: Any) -> str:
    """Return the time of day of a time that a tool gave."""
    return str(at or "")[11:16]


def on_day(at: Any) -> str:
    """Return `Fri 27 Nov at 20:14` for a time that a tool gave."""
    text = str(at or "")
    if len(text) < 16:
        return "a time that is not known"
    return f"{date.fromisoformat(text[:10]):%a %d %b} at {text[11:16]}"


def links_of(*results: ToolResult, most: int = 5) -> tuple[Link, ...]:
    found: Iterable[Link] = dict.fromkeys(link for one in results for link in one.links)
    return tuple(found)[:most]
