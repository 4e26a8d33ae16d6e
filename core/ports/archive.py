"""Archive: all that is stored, row by row, whoever's it is; for exports and for forgetting."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from core.domain.work.ids import CreatorId


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatterForgotten:
    """How many rows lost a chatter's evidence, and which kinds of rows still mention the name."""

    rows: int
    mentions: Mapping[str, int]


class Archive(Protocol):
    """Reads and forgets rows without knowing what they mean."""

    def read_creator(self, creator_id: CreatorId) -> AsyncIterator[Mapping[str, Any]]:
        """Yield the rows of a creator as JSON values, without anything that grants access."""
        ...

    async def forget_creator(self, creator_id: CreatorId) -> int:
        """Delete every row of a creator, wherever it lies, and of people who had nobody else.

        Returns how many there were: 0 from a second call, unless somebody wrote meanwhile.
        """
        ...

    async def forget_chatter(self, name: str) -> ChatterForgotten:
        """Take what a chatter said and asked for out of all evidence, whatever the spelling."""
        ...
