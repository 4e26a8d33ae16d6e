"""Moderators: each card that comes is seen once, and decided by a reaction a while later."""

from __future__ import annotations

import asyncio
import time
from collections import defaultdict
from dataclasses import dataclass
from typing import Any, Final

from tests.journeys.long_soak.platforms import Creator, Platforms, make_chance
from tests.journeys.long_soak.tuning import SEED
from tests.servers.discord import list_buttons

YES: Final = "✅"
NO: Final = "❌"
REJECTED_SHARE: Final = 0.12
THINKS_SECONDS: Final = (0.0, 25.0)
_LOOK_SECONDS: Final = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenCard:
    """A card as a moderator first saw it."""

    message_id: str
    clip_id: str
    creator_id: str


class Moderators:
    """Looks at every review channel all the time."""

    def __init__(self, platforms: Platforms) -> None:
        self._platforms = platforms
        self._chance = make_chance("moderators", SEED)
        self._due: list[tuple[float, Creator, SeenCard]] = []
        self.cards: dict[str, SeenCard] = {}
        self.reacted: dict[str, str] = {}
        """Which emoji was put on the card of each clip."""

    async def keep_deciding(self) -> None:
        while True:
            for creator in self._platforms.creators:
                self._look(creator)
            await self._react_to_due()
            await asyncio.sleep(_LOOK_SECONDS)

    def cards_of_each(self) -> dict[str, list[str]]:
        """Return the messages of each clip that was ever shown."""
        each: defaultdict[str, list[str]] = defaultdict(list)
        for card in self.cards.values():
            each[card.clip_id].append(card.message_id)
        return each

    def _look(self, creator: Creator) -> None:
        for message in self._platforms.world.discord.cards(creator.guild):
            clip_id = _find_clip_id(message)
            if message["id"] in self.cards or clip_id is None:
                continue
            card = SeenCard(message_id=message["id"], clip_id=clip_id, creator_id=creator.id)
            self.cards[message["id"]] = card
            at = time.monotonic() + self._chance.uniform(*THINKS_SECONDS)
            self._due.append((at, creator, card))

    async def _react_to_due(self) -> None:
        now = time.monotonic()
        due = [entry for entry in self._due if entry[0] <= now]
        self._due = [entry for entry in self._due if entry[0] > now]
        for _, creator, card in due:
            emoji = NO if self._chance.random() < REJECTED_SHARE else YES
            self.reacted.setdefault(card.clip_id, emoji)
            await self._platforms.world.discord.react(
                creator.moderator_id, card.message_id, self.reacted[card.clip_id]
            )


def _find_clip_id(message: dict[str, Any]) -> str | None:
    if not message["components"]:
        return None
    for button in list_buttons(message):
        custom_id = button.get("custom_id", "")
        if custom_id.startswith("review:"):
            return str(custom_id.split(":")[2])
    return None
