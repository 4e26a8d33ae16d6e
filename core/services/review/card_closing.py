"""Card closing: messages of older cuts say where the newer one is."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace

from core.domain.review.review_card import PostedCard
from core.errors import PlaceRefused
from core.ports.review import CardBoard, CardStore
from core.ports.work import Clock


class CardClosing:
    """Closes cards for good, also one that somebody drew as if it were open."""

    def __init__(self, *, clock: Clock, cards: CardStore, board: CardBoard) -> None:
        self._clock = clock
        self._cards = cards
        self._board = board

    async def close(self, card: PostedCard, *, newer: PostedCard) -> None:
        """Close an open card, and record that it is."""
        await self._mark(card, newer=newer)
        await self._cards.save_card(replace(card, is_closed=True, updated_at=self._clock.now()))

    async def close_again(self, card: PostedCard) -> None:
        """Close the message of a card that was drawn while somebody closed it."""
        cards = await self._cards.list_cards(card.creator_id, card.clip_id)
        stored = next((one for one in cards if one.message_id == card.message_id), None)
        newer = [one for one in cards if one.guild_id == card.guild_id and not one.is_closed]
        if stored is not None and stored.is_closed and newer:
            await self._mark(card, newer=newer[-1])

    async def _mark(self, card: PostedCard, *, newer: PostedCard) -> None:
        # Where the older message may not be touched any more, it says nothing that counts.
        with suppress(PlaceRefused):
            await self._board.close_card(card, newer=newer)
