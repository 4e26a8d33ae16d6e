"""Early reactions: what somebody said on a message before its card was stored."""

from __future__ import annotations

from typing import Final

from core.domain.review.review_card import PostedCard
from core.services.publishing.card_gate import CardGate

_MESSAGES_MAX: Final = 10_000


class EarlyReactions:
    """Has a new card looked at where its message may have been reacted to already.

    A message is there before its card is stored: by milliseconds as a rule, by minutes where the
    table is away or the process was killed in between.
    """

    def __init__(self, *, gate: CardGate) -> None:
        self._gate = gate
        self._messages: dict[str, None] = {}

    def note(self, message_id: str) -> None:
        """Keep that somebody reacted to a message, which may be no card, or not yet."""
        self._messages.pop(message_id, None)
        self._messages[message_id] = None
        if len(self._messages) > _MESSAGES_MAX:
            del self._messages[next(iter(self._messages))]

    def pick_up(self, card: PostedCard, *, may_be_older: bool) -> None:
        """Ask for a card that was just stored to be compared, if it may have reactions.

        `may_be_older` if an earlier attempt may have posted its message.
        """
        if card.message_id in self._messages or may_be_older:
            self._messages.pop(card.message_id, None)
            self._gate.want(card)
