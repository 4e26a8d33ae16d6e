"""Asking: a model that answers questions in words by calling tools."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Protocol

from core.domain.asking.tool_spec import ToolCall, ToolSpec
from core.domain.videos.model_spend import TokenUse
from core.domain.videos.understanding import Trouble


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """A step of a conversation: what a person asked, what the model said and called.

    `results` are what its calls gave, in their order; a step without them ends the conversation.
    """

    asked: str = ""
    said: str = ""
    calls: tuple[ToolCall, ...] = ()
    results: tuple[Mapping[str, Any], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AskRequest:
    """What a model gets: instructions, the conversation so far, and the tools it may call.

    Without tools it has to answer now.
    """

    instructions: str
    exchanges: tuple[Exchange, ...]
    tools: tuple[ToolSpec, ...] = field(default=(), repr=False)
    answer_tokens_max: int = 1500


@dataclass(frozen=True, slots=True, kw_only=True)
class AskPiece:
    """A piece of an answer as it comes: words, a call, the tokens used, or the trouble met.

    `retry_seconds` is when the service wants to be asked again, if it said so.
    """

    text: str = ""
    call: ToolCall | None = None
    use: TokenUse | None = None
    trouble: Trouble | None = None
    reason: str = ""
    retry_seconds: float | None = None


class AskModel(Protocol):
    """Answers in pieces. It never raises for its own trouble: a piece reports it."""

    @property
    def name(self) -> str:
        """The model's public name."""
        ...

    def estimate_use(self, request: AskRequest) -> TokenUse:
        """Return the tokens a request is expected to take."""
        ...

    def count_cost(self, use: TokenUse, on: date) -> int:
        """Return what tokens cost on a day, in micro-dollars."""
        ...

    def answer(self, request: AskRequest) -> AsyncGenerator[AskPiece, None]:
        """Answer one request; whoever stops listening calls it off."""
        ...
