"""Paid answer: what a model says in pieces, within a creator's month."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import aclosing

from core.domain.videos.model_spend import NOTHING_USED, TokenUse, trust_use
from core.domain.work.ids import CreatorId
from core.ports.asking import AskModel, AskPiece, AskRequest
from core.services.videos.model_budget import Bill, ModelBudget


class PaidAnswer:
    """One request, reserved before it is sent and booked when it has ended, however it ends.

    `reason` is the trouble that it met.
    """

    def __init__(
        self, budget: ModelBudget, model: AskModel, creator_id: CreatorId, request: AskRequest
    ) -> None:
        self._budget = budget
        self._model = model
        self._creator_id = creator_id
        self._request = request
        self._bill: Bill | None = None
        self.reason = ""

    @property
    def cost_micro_dollars(self) -> int:
        """What it cost; it is known once nobody listens any more."""
        return self._bill.cost if self._bill else 0

    async def listen(self) -> AsyncGenerator[AskPiece, None]:
        """Yield the pieces as they come; one with trouble is the last.

        Raises OverBudget and QuotaReached, with nothing sent. Whoever stops listening closes it.
        """
        expected = self._model.estimate_use(self._request)
        async with self._budget.pay(self._creator_id, self._model, expected) as bill:
            self._bill = bill
            said: TokenUse | None = None
            has_any = False
            async with aclosing(self._model.answer(self._request)) as pieces:
                async for piece in pieces:
                    said = piece.use or said
                    has_any = has_any or bool(piece.text or piece.call)
                    if piece.trouble is not None:
                        self.reason = piece.reason
                        await self._budget.day.note(piece)
                    yield piece
                    if piece.trouble is not None:
                        break
            bill.use = trust_use(said, expected) if said or has_any else NOTHING_USED
