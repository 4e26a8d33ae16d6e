"""Toolbox: the tools by name; each reads with the rights of the person who asks, and no more."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from typing import Any, Final

from core.domain.asking.tool_result import ToolResult
from core.domain.asking.tool_spec import Kind, Parameter, ToolCall, ToolSpec, read_arguments
from core.domain.people.actor import Actor
from core.errors import InvalidInput, TrussError

ROWS_MAX: Final = 25
FROM_DAY: Final = Parameter(name="from_day", about="the first day, as in 2026-11-23")
TO_DAY: Final = Parameter(name="to_day", about="the last day, as in 2026-11-29")
LIMIT: Final = Parameter(name="limit", about="how many rows, 1 to 25", kind=Kind.WHOLE)

Run = Callable[[Actor, dict[str, Any]], Awaitable[ToolResult]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tool:
    """A tool, and what reads for it."""

    spec: ToolSpec
    run: Run


class Toolbox:
    """Runs tools for a person; whatever is wrong with a call is told in the result."""

    def __init__(self, tools: Iterable[Tool]) -> None:
        self._tools = {tool.spec.name: tool for tool in tools}

    @property
    def specs(self) -> tuple[ToolSpec, ...]:
        return tuple(tool.spec for tool in self._tools.values())

    async def run(self, actor: Actor, call: ToolCall) -> ToolResult:
        """Return what a call found; Forbidden for whoever has no role at the creator."""
        actor.require_team()
        tool = self._tools.get(call.name)
        if tool is None:
            known = ", ".join(self._tools)
            return ToolResult(problem=f"There is no such tool; the tools are {known}.")
        try:
            return await tool.run(actor, read_arguments(tool.spec, call.arguments))
        except TrussError as error:
            return ToolResult(problem=str(error))

    async def read(self, actor: Actor, name: str, **given: Any) -> ToolResult:
        """Return what a call of ours found; what is wrong with it is raised."""
        result = await self.run(actor, ToolCall(name=name, arguments=given))
        if result.problem:
            raise InvalidInput(result.problem)
        return result


def read_limit(given: dict[str, Any], usual: int = 10) -> int:
    return max(1, min(ROWS_MAX, int(given.get("limit", usual))))
