"""Model answering: a model calls tools, at most six, and says what rests on their results."""

from __future__ import annotations

import asyncio
import secrets
from contextlib import aclosing
from dataclasses import dataclass, field
from typing import Final

import structlog

from core.domain.asking.answer import Answer
from core.domain.asking.conversation import Turn
from core.domain.asking.figures import KnownFigures
from core.domain.asking.question import Question
from core.domain.asking.tool_choice import choose_tools, may_propose
from core.domain.asking.tool_result import Link, ToolResult
from core.domain.asking.tool_spec import ToolCall, ToolSpec
from core.domain.people.actor import Actor
from core.domain.people.voice import Voice
from core.errors import QuotaReached
from core.ports.asking import AskModel, AskPiece, AskRequest, Exchange
from core.ports.work import Clock
from core.services.asking.instructions import write_instructions
from core.services.asking.proposing import PROPOSE, Proposing
from core.services.asking.speaking import OnText, Speaking
from core.services.asking.tool_telling import fence_text, take_result, tell_result
from core.services.asking.tools.local_clock import LocalClock, LocalClocks
from core.services.asking.tools.toolbox import Toolbox
from core.services.videos.model_budget import ModelBudget, OverBudget
from core.services.videos.paid_answer import PaidAnswer

CALLS_MAX: Final = 6
SECONDS_MAX: Final = 20.0
_REMEMBERED: Final = 3
_LINKS_MAX: Final = 6
_COMPUTE: Final = "compute"
_log = structlog.get_logger(__name__)


class NoModelAnswer(Exception):
    """A model gave no answer; the text says in a sentence why not, `cost` what it took."""

    def __init__(self, reason: str, *, cost: int = 0, called: tuple[str, ...] = ()) -> None:
        super().__init__(reason)
        self.cost = cost
        self.called = called


@dataclass(slots=True, kw_only=True)
class _Asking:
    """One question on its way."""

    actor: Actor
    instructions: str
    fence: str
    tools: tuple[ToolSpec, ...]
    proposing: Proposing
    speaking: Speaking
    known: KnownFigures
    exchanges: list[Exchange]
    called: list[str] = field(default_factory=list)
    links: dict[Link, None] = field(default_factory=dict)
    cost: int = 0
    reason: str = ""

    @property
    def request(self) -> AskRequest:
        tools = self.tools if len(self.called) < CALLS_MAX else ()
        return AskRequest(
            instructions=self.instructions, exchanges=tuple(self.exchanges), tools=tools
        )


class ModelAnswering:
    """Asks a model within the creator's month, and lets nothing through that no tool gave."""

    def __init__(
        self,
        *,
        clock: Clock,
        clocks: LocalClocks,
        model: AskModel,
        budget: ModelBudget,
        toolbox: Toolbox,
        seconds_max: float = SECONDS_MAX,
    ) -> None:
        self._clock = clock
        self._clocks = clocks
        self._model = model
        self._budget = budget
        self._toolbox = toolbox
        self._seconds_max = seconds_max

    async def answer(
        self,
        actor: Actor,
        question: Question,
        turns: tuple[Turn, ...],
        *,
        voice: Voice,
        on_text: OnText | None = None,
    ) -> Answer:
        """Return the model's answer; NoModelAnswer, with the reason, where it gives none."""
        local = await self._clocks.open(actor.creator_id)
        asking = self._open(actor, question, turns, voice, local, on_text)
        try:
            async with asyncio.timeout(self._seconds_max):
                await self._converse(asking)
        except TimeoutError:
            asking.reason = f"The model took longer than {self._seconds_max:g} seconds."
        text = await asking.speaking.end()
        called = tuple(asking.called)
        _log.info("question.asked", calls=len(called), cost=asking.cost, reason=asking.reason)
        if asking.reason or not text or not called:
            silence = "said nothing" if not text else "looked nothing up"
            reason = asking.reason or f"The model {silence}."
            raise NoModelAnswer(reason, cost=asking.cost, called=called)
        return Answer(
            text=text,
            basis=f"Written by {self._model.name}",
            called=called,
            links=tuple(asking.links)[:_LINKS_MAX],
            proposals=asking.proposing.proposals,
            taken_out=asking.speaking.taken_out,
            cost_micro_dollars=asking.cost,
        )

    def _open(
        self,
        actor: Actor,
        question: Question,
        turns: tuple[Turn, ...],
        voice: Voice,
        local: LocalClock,
        on_text: OnText | None,
    ) -> _Asking:
        fence, known = secrets.token_hex(6), KnownFigures()
        wanted = choose_tools(question, turns[-1].question if turns else None)
        tools = [spec for spec in self._toolbox.specs if wanted is None or spec.name in wanted]
        can_propose = may_propose(question)
        # Former answers quote titles, so they are data as well.
        exchanges = [
            Exchange(asked=turn.question.text, said=fence_text(turn.answer.text, fence))
            for turn in turns
        ]
        return _Asking(
            actor=actor,
            instructions=write_instructions(voice, local, fence, can_propose=can_propose),
            fence=fence,
            tools=(*tools, PROPOSE) if can_propose else tuple(tools),
            proposing=Proposing(local),
            speaking=Speaking(known, on_text),
            known=known,
            exchanges=[*exchanges[-_REMEMBERED:], Exchange(asked=question.text)],
        )

    async def _converse(self, asking: _Asking) -> None:
        """Ask until the model answers; after six calls it gets no tools any more."""
        for _ in range(CALLS_MAX + 1):
            is_last = len(asking.called) >= CALLS_MAX
            calls = await self._ask_once(asking)
            if asking.reason or not calls:
                return
            if is_last:
                asking.reason = f"The model called more than {CALLS_MAX} tools."
                return
            asking.speaking.restart()
            results = [await self._run(asking, call) for call in calls]
            told = tuple(tell_result(result, asking.fence) for result in results)
            asking.exchanges.append(Exchange(calls=calls, results=told))

    async def _ask_once(self, asking: _Asking) -> tuple[ToolCall, ...]:
        """Return the calls of one request, whose words are spoken as they come."""
        creator_id, calls = asking.actor.creator_id, list[ToolCall]()
        answer = PaidAnswer(self._budget, self._model, creator_id, asking.request)
        try:
            async with aclosing(answer.listen()) as pieces:
                async for piece in pieces:
                    if piece.trouble is None:
                        await _take(asking, piece, calls)
        except QuotaReached as error:
            asking.reason = str(error)
        except OverBudget:
            asking.reason = (
                "This month's budget for the model is used up; "
                "TRUSS_GEMINI__BUDGET_DOLLARS raises it."
            )
        finally:
            asking.reason = asking.reason or answer.reason
            asking.cost += answer.cost_micro_dollars
        return tuple(calls)

    async def _run(self, asking: _Asking, call: ToolCall) -> ToolResult:
        """Run a call of the tools that the question can need; any other is told that it may not."""
        if len(asking.called) >= CALLS_MAX:
            return ToolResult(problem="That was one call too many; answer now.")
        asking.called.append(call.name[:40])
        if call.name not in {spec.name for spec in asking.tools}:
            names = ", ".join(spec.name for spec in asking.tools)
            return ToolResult(
                problem=f"There is no such tool for this question; there are {names}."
            )
        if call.name == PROPOSE.name:
            return asking.proposing.propose(call)
        if call.name == _COMPUTE and not _rests_on(call, asking.known):
            return ToolResult(problem="Only figures that a tool gave can be computed with.")
        result = await self._toolbox.run(asking.actor, call)
        take_result(asking.known, result)
        asking.proposing.take(result)
        asking.links.update(dict.fromkeys(result.links))
        return result


async def _take(asking: _Asking, piece: AskPiece, calls: list[ToolCall]) -> None:
    if piece.call:
        calls.append(piece.call)
    if piece.text:
        await asking.speaking.take(piece.text)


def _rests_on(call: ToolCall, known: KnownFigures) -> bool:
    """Say whether a tool gave every number that is to be computed with."""
    numbers = call.arguments.get("numbers")
    if not isinstance(numbers, list | tuple):
        return True  # the tool itself says what is wrong
    whole = [n for n in numbers if isinstance(n, int | float) and not isinstance(n, bool)]
    return all(known.knows(abs(float(number)), decimals=4) for number in whole)
