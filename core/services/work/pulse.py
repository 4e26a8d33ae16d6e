"""Pulse: one row by which a process says of all its names at once that it still has them.

A row for each name says who has it and follows the pulse, so names that nobody contends for cost
nothing. What a pulse says holds only without a break: one that comes after its names may have been
taken by others says nothing of them, and each is said anew for itself.
"""

from __future__ import annotations

import math
import secrets
from datetime import timedelta
from typing import Final

from core.ports.work import Clock, Formats, Ownership, OwnershipStore

SAID_SHARE: Final = 1 / 3
"""Of the lease: so often a process says that it has what it has."""


class Pulse:
    """Beats for a process, once every process on the table knows that names may follow a beat."""

    def __init__(
        self,
        *,
        store: OwnershipStore,
        formats: Formats,
        clock: Clock,
        holder: str,
        lease_seconds: float,
        held_seconds: float,
    ) -> None:
        """Others take what follows no sooner than `held_seconds` after a beat."""
        self._store = store
        self._formats = formats
        self._clock = clock
        self._holder = holder
        self._lease_seconds = lease_seconds
        self._held_seconds = held_seconds
        self._forget()

    def _forget(self) -> None:
        self._name = f"process:{secrets.token_hex(8)}"
        self._beat: str | None = None
        self._next_beat = secrets.token_hex(8)
        self._said_at = -math.inf
        self._sent_at: float | None = None
        self._is_followed = False

    @property
    def name(self) -> str:
        """Return what a row that is written now follows; "" while each stands for itself."""
        return self._name if self._is_followed else ""

    @property
    def said_at(self) -> float:
        return self._said_at

    async def beat(self) -> bool:
        """Beat if it is time; False if nothing that followed is sure to be ours any more."""
        if not await self._formats.may_carry():
            await self.stop()
            return False
        self._is_followed = True
        now = self._clock.steady_seconds()
        if now - self._said_at < self._lease_seconds * SAID_SHARE:
            return True
        if self._sent_at is None:
            self._sent_at = now
        if not await self._say():
            self._forget()
            return False
        before, self._said_at, self._sent_at = self._said_at, self._sent_at, None
        return self._clock.steady_seconds() - before < self._held_seconds

    async def _say(self) -> bool:
        """Store the next beat; after an answer that was lost it is the same one again."""
        word = Ownership(
            name=self._name,
            holder=self._holder,
            beat=self._next_beat,
            until=self._clock.now() + timedelta(seconds=self._lease_seconds),
        )
        if not await self._store.put_ownership(word, over_beat=self._beat):
            return False
        self._beat, self._next_beat = word.beat, secrets.token_hex(8)
        return True

    async def stop(self) -> None:
        """Take the row away: this process ends, or its names stand for themselves."""
        name, beat = self._name, self._beat
        self._forget()
        if beat is not None:
            await self._store.delete_ownership(name, beat=beat)
