"""Card troubles: what keeps cards from being posted, told where people look."""

from __future__ import annotations

from contextlib import suppress
from typing import Final

from core.domain.people.guild import GuildBinding
from core.domain.work.ids import ClipId
from core.errors import ExternalFailure
from core.ports.review import NoticeBoard
from core.services.work.health import Health

_OUTAGE: Final = "Cards in Discord"
_HOPELESS_MAX: Final = 10_000


class CardTroubles:
    """Keeps which channels refuse cards, and which clips can have none, until that changes."""

    def __init__(self, *, health: Health, notices: NoticeBoard) -> None:
        self._health = health
        self._notices = notices
        self._refused: set[str] = set()
        self._hopeless: dict[ClipId, None] = {}

    async def note_refused(self, place: GuildBinding, sentence: str) -> None:
        """Note that only people can open a server's channel to cards, and tell them once."""
        channel_id = place.cards_channel_id
        is_known = channel_id in self._refused
        self._refused.add(channel_id)
        self._health.note_trouble(_name(channel_id), sentence)
        if not is_known:
            with suppress(ExternalFailure):
                await self._notices.tell_owner(place, sentence)

    def note_taken(self, channel_id: str) -> None:
        """Note that a channel has taken a card."""
        self._health.forget(_OUTAGE)
        if channel_id in self._refused:
            self._refused.discard(channel_id)
            self._health.forget(_name(channel_id))

    def note_outage(self, sentence: str) -> None:
        self._health.note_trouble(_OUTAGE, f"{sentence} It is tried again until it works.")

    def note_hopeless(self, clip_id: ClipId) -> None:
        """Note that no card can be made of a clip as it is."""
        self._hopeless[clip_id] = None
        if len(self._hopeless) > _HOPELESS_MAX:
            del self._hopeless[next(iter(self._hopeless))]

    def note_shown(self, clip_id: ClipId) -> None:
        self._hopeless.pop(clip_id, None)

    def is_refused(self, channel_id: str) -> bool:
        return channel_id in self._refused

    def is_hopeless(self, clip_id: ClipId) -> bool:
        return clip_id in self._hopeless

    def keep_only(self, channel_ids: frozenset[str]) -> None:
        """Forget channels to which no card goes any more."""
        for channel_id in self._refused - channel_ids:
            self._refused.discard(channel_id)
            self._health.forget(_name(channel_id))


def _name(channel_id: str) -> str:
    return f"Cards in Discord channel {channel_id}"
