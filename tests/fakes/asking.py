"""A model that answers questions, scripted: each request takes the next list of pieces."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable, Sequence
from datetime import date

from core.domain.videos.model_spend import TokenUse
from core.ports.asking import AskModel, AskPiece, AskRequest

USE = TokenUse(prompt=1000, answer=100)
Script = Sequence[AskPiece] | Callable[[AskRequest], Sequence[AskPiece]]


class FakeAskModel:
    """Gives the scripted pieces, the last script again and again; a token costs a micro-dollar."""

    name = "a model"

    def __init__(self, *scripts: Script, piece_seconds: float = 0.0) -> None:
        self.scripts = list(scripts)
        self.requests: list[AskRequest] = []
        self.piece_seconds = piece_seconds

    def estimate_use(self, request: AskRequest) -> TokenUse:
        return USE

    def count_cost(self, use: TokenUse, on: date) -> int:
        return use.prompt + use.answer

    async def answer(self, request: AskRequest) -> AsyncGenerator[AskPiece, None]:
        self.requests.append(request)
        script = self.scripts.pop(0) if len(self.scripts) > 1 else self.scripts[0]
        for piece in script(request) if callable(script) else script:
            await asyncio.sleep(self.piece_seconds)
            yield piece


_: type[AskModel] = FakeAskModel
