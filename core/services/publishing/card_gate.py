"""Card gate: nothing goes out before it is known whether its approval was taken back."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from core.domain.publishing.publication import WAITING, Publication
from core.domain.review.ballot import make_ballot
from core.domain.review.review_card import PostedCard, Verdict
from core.ports.review import BallotStore, CardStore


class CardGate:
    """Holds publications back while nobody knows what was said on their clip's cards.

    A card is current once its reactions were compared since this process connected, for as long as
    it stays connected. Servers may be spread over several connections, which come and go apart:
    what one misses holds no card of another back. Without a face that hears reactions, everything
    passes; where other processes share the table, one of them may hear: what was approved by a
    reaction is left to it.
    """

    def __init__(self, *, cards: CardStore, ballots: BallotStore, is_shared: bool = False) -> None:
        self._is_shared = is_shared
        self._cards = cards
        self._ballots = ballots
        self._is_watched = False
        self._connections = 1
        self._connected: set[int] = set()
        self._guild_ids: dict[int, frozenset[str]] = {}
        self._compared: dict[str, int] = {}
        self._busy: Counter[str] = Counter()
        self._wanted: dict[str, PostedCard] = {}
        self._is_wanted = asyncio.Event()

    def watch(self, *, connections: int = 1) -> None:
        """Let nothing pass unseen from now on: there is a face that hears reactions.

        Only all its `connections` together know every server.
        """
        self._is_watched = True
        self._connections = connections

    @property
    def is_watched(self) -> bool:
        """Whether this process hears reactions, or means to."""
        return self._is_watched

    def connect(self, guild_ids: Iterable[str], *, connection: int = 0) -> None:
        """Start anew in these servers: what was said since the last connection is unknown."""
        self._guild_ids[connection] = frozenset(guild_ids)
        self._compared = {
            message_id: of for message_id, of in self._compared.items() if of != connection
        }
        self._connected.add(connection)

    def disconnect(self, connection: int | None = None) -> None:
        """Take that nothing is heard for the time being, by one connection or by all."""
        self._connected -= self._connected if connection is None else {connection}

    def resume(self, connection: int = 0) -> None:
        """Take that everything said meanwhile was heard."""
        self._connected.add(connection)

    def add_guild(self, guild_id: str, *, connection: int = 0) -> None:
        self._guild_ids[connection] = self._guild_ids.get(connection, frozenset()) | {guild_id}

    def note_compared(self, message_id: str, *, connection: int = 0) -> None:
        self._compared[message_id] = connection

    def note_unknown(self, message_id: str) -> None:
        """Take that something was said on this card that could not be carried out."""
        self._compared.pop(message_id, None)

    def is_compared(self, message_id: str) -> bool:
        return message_id in self._compared

    @contextmanager
    def hold(self, message_id: str) -> Iterator[None]:
        """Let nothing of this card pass while the block looks into what was said on it."""
        self._busy[message_id] += 1
        try:
            yield
        finally:
            self._busy[message_id] -= 1
            if not self._busy[message_id]:
                del self._busy[message_id]

    async def lets_out(self, publication: Publication) -> bool:
        """Tell whether a publication may go out now; ask for its cards to be compared if not."""
        if publication.status not in WAITING:
            return True
        if not self._is_watched:
            return not (self._is_shared and await self._list_approved_on(publication))
        unknown = [
            card for card in await self._list_approved_on(publication) if not self._is_current(card)
        ]
        for card in unknown:
            self.want(card)
        return not unknown

    def want(self, card: PostedCard) -> None:
        """Ask for a card to be compared soon."""
        self._wanted[card.message_id] = card
        self._is_wanted.set()

    async def wait_wanted(self) -> tuple[PostedCard, ...]:
        """Wait until cards are wanted; return them."""
        await self._is_wanted.wait()
        self._is_wanted.clear()
        wanted = tuple(self._wanted.values())
        self._wanted.clear()
        return wanted

    async def _list_approved_on(self, publication: Publication) -> list[PostedCard]:
        """Return the cards whose reactions have approved the clip, which can be taken away."""
        creator_id, clip_id = publication.creator_id, publication.clip_id
        stored = await self._ballots.find_ballot(creator_id, clip_id)
        if stored is None:
            return []
        return [
            card
            for card in await self._cards.list_cards(creator_id, clip_id)
            if any(
                saying.verdict is Verdict.APPROVE
                for saying in make_ballot(card, stored=stored).list_heard(card.message_id)
            )
        ]

    def _is_current(self, card: PostedCard) -> bool:
        if self._busy[card.message_id]:
            return False
        for connection, guild_ids in self._guild_ids.items():
            if card.guild_id in guild_ids:
                return connection in self._connected and card.message_id in self._compared
        # Its server was left, which is known once every connection has told of its servers.
        return len(self._connected) >= self._connections
