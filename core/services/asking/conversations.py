"""Conversations: who asked what in the last ten minutes, kept in memory alone."""

from __future__ import annotations

from dataclasses import replace

from core.domain.asking.conversation import REMEMBERED, Turn, keep_recent
from core.domain.people.actor import Actor
from core.ports.work import Clock

_PEOPLE_MAX = 2000


class Conversations:
    """Remembers each person's turns at each creator; a restart forgets them."""

    def __init__(self, *, clock: Clock) -> None:
        self._clock = clock
        self._turns: dict[tuple[str, str], tuple[Turn, ...]] = {}

    def recall(self, actor: Actor) -> tuple[Turn, ...]:
        """Return what this person asked lately, the oldest first."""
        return keep_recent(self._turns.get(_key(actor), ()), self._clock.now())

    def keep(self, actor: Actor, turn: Turn) -> None:
        """Keep a turn; who has asked nothing for ten minutes is forgotten."""
        now = self._clock.now()
        known = self._turns.pop(_key(actor), ())
        self._turns[_key(actor)] = keep_recent((*known, replace(turn, at=now)), now)
        # Whoever asked last stands last, so only the first can be over.
        while len(self._turns) > _PEOPLE_MAX or now - self._first().at > REMEMBERED:
            del self._turns[next(iter(self._turns))]

    def _first(self) -> Turn:
        """Return the last turn of whoever has asked nothing for longest."""
        return next(iter(self._turns.values()))[-1]


def _key(actor: Actor) -> tuple[str, str]:
    return actor.creator_id, actor.person_id
