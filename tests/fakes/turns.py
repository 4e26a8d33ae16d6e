"""Turns as a test sets them."""

from __future__ import annotations

from collections.abc import Callable

from core.domain.clips.turn import Turn, TurnTrait
from core.domain.work.ids import ClipId, CreatorId
from core.ports.clips import Turns


class FakeTurns:
    """Returns the turn that a test put there, for each clip alike."""

    def __init__(self, turn: Turn | None = None) -> None:
        self.turn = turn

    async def find_turn(
        self,
        creator_id: CreatorId,
        clip_id: ClipId,
    ) -> Turn | None:
        return self.turn

    async def find_trait(self, creator_id: CreatorId) -> TurnTrait | None:
        return self.turn.trait if self.turn else None

    async def find_sides(self, creator_id: CreatorId) -> Callable[[ClipId], Turn | None]:
        return lambda clip_id: self.turn


_: type[Turns] = FakeTurns
