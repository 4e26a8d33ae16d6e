"""Ownership: what only one process may do is its own while it renews its claim in time.

A name is held for less time than others wait before they take it, and neither is counted by a
clock that somebody could set: the holder counts from before its last word was stored, the others
from when they saw it. So a holder that was paused, or whose table is away, has lost a name before
anybody else has it, and never learns of it too late.
"""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final, NoReturn

import structlog

from core.ports.work import Clock, Formats, Ownership, OwnershipStore
from core.services.work.patience import SparseLog, repeat
from core.services.work.pulse import SAID_SHARE, Pulse
from core.services.work.supervision import Reporter, ReportingPatience

_log = structlog.get_logger(__name__)

TIMERS: Final = "timers"
"""Whoever owns this runs the timers."""
TELLING: Final = "telling"
"""Whoever owns this runs those timers that write to people in Discord, and see to its cards."""

HELD_SHARE: Final = 2 / 3
TAKEN_SHARE: Final = 4 / 5
ROUND_SHARE: Final = 1 / 10
"""Of the lease: a name is held for 2/3 after its holder's last word, and taken by others after 4/5,
looked at each tenth; so all of it is over within one."""

ROW_SECONDS: Final = 6 * 3600.0
"""A row that follows its process's pulse is written so often, or it would expire."""

_AT_ONCE: Final = 16
"""Said one after the other, the words for many channels took longer than they last."""


def name_channel(broadcaster_id: str) -> str:
    """Return the name under which the reading of a channel is owned."""
    return f"channel:{broadcaster_id}"


@dataclass(slots=True)
class _Held:
    beat: str
    said_at: float
    follows: str = ""


@dataclass(frozen=True, slots=True)
class _Seen:
    """Who owned what when it was asked for, or a little later."""

    asked_at: float
    owners: Mapping[str, Ownership]

    def find_beat(self, ownership: Ownership) -> str:
        """Return what changes for as long as its owner says that it goes on."""
        followed = self.owners.get(ownership.follows)
        return f"{ownership.beat} {followed.beat if followed else ''}"


class OwnedNames:
    """Holds the names that this process wants and nobody else has.

    Where a table is one process's alone (`is_shared` is False), it holds every name, and nothing
    is stored. `holder` stays the same for a home, so that a restart there need not wait for its
    predecessor, which is dead: one process holds a home.
    """

    def __init__(
        self,
        *,
        store: OwnershipStore,
        formats: Formats,
        clock: Clock,
        holder: str,
        lease_seconds: float,
        is_shared: bool,
    ) -> None:
        self._pulse = Pulse(
            store=store,
            formats=formats,
            clock=clock,
            holder=holder,
            lease_seconds=lease_seconds,
            held_seconds=lease_seconds * HELD_SHARE,
        )
        self._store = store
        self._clock = clock
        self._holder = holder
        self._lease_seconds = lease_seconds
        self._is_shared = is_shared
        self._wanted: set[str] = {TIMERS, TELLING}
        self._held: dict[str, _Held] = {}
        self._others: dict[str, _Held] = {}
        # Beats whose rows may be there though nobody here counts on them: an answer was lost.
        self._leaving: dict[str, set[str]] = {}
        self._met: set[str] = set()
        self._changed = asyncio.Event()
        self._one_at_a_time = asyncio.Lock()

    def want(self, prefix: str, names: Iterable[str]) -> None:
        """Want exactly these of the names that begin with `prefix` from now on."""
        self._wanted = {n for n in self._wanted if not n.startswith(prefix)} | set(names)

    @property
    def is_shared(self) -> bool:
        """Whether other processes may work on the table."""
        return self._is_shared

    def is_held(self, name: str) -> bool:
        """Say whether it is ours at this moment; where that is not sure, it is not."""
        if not self._is_shared:
            return True
        held = self._held.get(name)
        return held is not None and self._seconds_since(held) < self._lease_seconds * HELD_SHARE

    def is_anothers(self, name: str) -> bool:
        """Say whether we would own it, and somebody else was seen to."""
        is_wanted = self._is_shared and name in self._wanted
        return is_wanted and name not in self._held and name in self._others

    def leave_to_others(self, name: str) -> None:
        """Want a name no longer that every process wants at first."""
        self._wanted.discard(name)

    async def wait_for_change(self, seconds: float) -> None:
        """Wait until a name was won or lost, for so long at most."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._changed.wait(), seconds)
        self._changed.clear()

    async def run(self, *, part: Reporter) -> NoReturn:
        """Say again what is held and take what nobody holds, until cancelled."""
        every_seconds = self._lease_seconds * ROUND_SHARE
        log = SparseLog("ownership.not_renewed", self._clock)
        patience = ReportingPatience(
            part, log, first_seconds=every_seconds, longest_seconds=every_seconds
        )
        await repeat(self.tend, every_seconds=every_seconds, patience=patience)

    async def tend(self) -> None:
        """Do one round of it, after any under way, whose word would look like another's."""
        if self._is_shared:
            async with self._one_at_a_time:
                await self._tend()

    async def _tend(self) -> None:
        asked_at = self._clock.steady_seconds()
        ours = self._wanted | self._held.keys()
        seen = _Seen(asked_at, await self._store.list_ownerships(of=ours))
        if not await self._pulse.beat():
            for held in self._held.values():
                held.follows = ""
        for name in sorted((self._held.keys() | self._leaving.keys()) - self._wanted):
            await self._let_go(name)
        turn = asyncio.Semaphore(_AT_ONCE)
        told = await asyncio.gather(
            *(self._tend_one(name, seen, turn) for name in sorted(self._wanted)),
            return_exceptions=True,
        )
        for failure in told:
            if failure is not None:
                raise failure

    async def _tend_one(self, name: str, seen: _Seen, turn: asyncio.Semaphore) -> None:
        async with turn:
            if name in self._held:
                await self._keep(name, seen.owners.get(name))
            else:
                await self._try(name, seen)

    async def tend_new(self) -> None:
        """Take at once what is wanted for the first time and has no owner."""
        if self._wanted - self._held.keys() - self._others.keys():
            await self.tend()

    async def release(self) -> None:
        """Give up all that is held, because this process ends; others need not wait."""
        await asyncio.gather(*map(self._let_go, sorted(self._held.keys() | self._leaving.keys())))
        await self._pulse.stop()

    async def _keep(self, name: str, seen: Ownership | None) -> None:
        held = self._held[name]
        if seen is not None and seen.beat != held.beat:
            if not self._is_ours(seen):
                self._lose(name, to=seen)
                return
            held = self._held[name] = replace(held, beat=seen.beat)
        is_time = (
            seen is None
            or self._seconds_since(held) >= self._lease_seconds * SAID_SHARE
            or self._clock.steady_seconds() - held.said_at >= ROW_SECONDS
        )
        if is_time and not await self._say(name, over_beat=seen.beat if seen else None):
            self._lose(name, to=None)

    async def _try(self, name: str, all_seen: _Seen) -> None:
        seen = all_seen.owners.get(name)
        if seen is None:
            await self._say(name, over_beat=None)
            return
        known, beat = self._others.get(name), all_seen.find_beat(seen)
        if known is None or known.beat != beat:
            known = _Held(beat, self._clock.steady_seconds())
            self._others[name] = known
        is_predecessors = seen.holder == self._holder and name not in self._met
        self._met.add(name)
        # Until it was asked for: what changed since then is not seen, and a row that follows
        # another's beat would be taken all the same.
        still_seconds = all_seen.asked_at - known.said_at
        is_still = still_seconds >= self._lease_seconds * TAKEN_SHARE
        if is_still or is_predecessors or self._is_ours(seen):
            await self._say(name, over_beat=seen.beat)

    async def _say(self, name: str, *, over_beat: str | None) -> bool:
        said_at = self._clock.steady_seconds()
        ownership = Ownership(
            name=name,
            holder=self._holder,
            beat=secrets.token_hex(8),
            until=self._clock.now() + timedelta(seconds=self._lease_seconds),
            follows=self._pulse.name,
        )
        self._leaving.setdefault(name, set()).add(ownership.beat)
        if not await self._store.put_ownership(ownership, over_beat=over_beat):
            self._leaving[name].discard(ownership.beat)
            if not self._leaving[name]:
                del self._leaving[name]
            return False
        del self._leaving[name]
        if name not in self._held:
            _log.info("ownership.won", name=name)
            self._changed.set()
        self._held[name] = _Held(ownership.beat, said_at, ownership.follows)
        self._others.pop(name, None)
        self._met.add(name)
        return True

    def _lose(self, name: str, *, to: Ownership | None) -> None:
        del self._held[name]
        if to is not None:
            self._others[name] = _Held(to.beat, self._clock.steady_seconds())
        self._changed.set()
        _log.warning("ownership.lost", name=name, holder=to and to.holder)

    def _is_ours(self, seen: Ownership) -> bool:
        """Say whether a row follows this start's pulse: it was stored, and its answer was lost."""
        return bool(seen.follows) and seen.follows == self._pulse.name

    async def _let_go(self, name: str) -> None:
        beats = self._leaving.setdefault(name, set())
        if held := self._held.pop(name, None):
            beats.add(held.beat)
        for beat in tuple(beats):
            await self._store.delete_ownership(name, beat=beat)
            beats.discard(beat)
        del self._leaving[name]

    def _seconds_since(self, held: _Held) -> float:
        """Return how long ago it was said that this goes on, by its own row or by the pulse."""
        said_at = max(held.said_at, self._pulse.said_at) if held.follows else held.said_at
        return self._clock.steady_seconds() - said_at
