"""Channel connections: whose each Twitch channel is, and which of them are watched."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import structlog

from core.domain.people.actor import Actor
from core.domain.streams.twitch_channel import (
    CHANNELS_OF_CREATOR_MAX,
    TwitchBinding,
    TwitchChannel,
    read_login,
)
from core.errors import Conflict, InvalidInput, NotFound
from core.ports.paging import collect
from core.ports.people import Directory
from core.ports.streams import ChannelFinder, TwitchBindingStore
from core.ports.work import Clock

_log = structlog.get_logger(__name__)


WATCHED_SECONDS: Final = 600.0


@dataclass(frozen=True, slots=True, kw_only=True)
class _Watched:
    """The channels that were watched when the mark was read."""

    mark: int
    since: float
    bindings: tuple[TwitchBinding, ...]


class ChannelConnections:
    """Binds channels to creators; a channel belongs to one."""

    def __init__(
        self,
        *,
        clock: Clock,
        bindings: TwitchBindingStore,
        directory: Directory,
        finder: ChannelFinder,
    ) -> None:
        self._clock = clock
        self._bindings = bindings
        self._directory = directory
        self._finder = finder
        self._watched: _Watched | None = None

    async def connect_channel(
        self, actor: Actor, name: str, *, is_silent: bool = False
    ) -> TwitchBinding:
        """Watch a channel for the actor's creator from its next line on.

        `name` is what people call it. Conflict where it belongs to another creator.
        """
        actor.require_editor()
        channel = await self._find(read_login(name))
        now = self._clock.now()
        known = await self._bindings.find_binding(channel.broadcaster_id)
        if known is not None:
            return await self._reconnect(actor, known, channel, is_silent=is_silent)
        if len(await self._bindings.list_bindings(actor.creator_id)) >= CHANNELS_OF_CREATOR_MAX:
            raise InvalidInput(
                f"{CHANNELS_OF_CREATOR_MAX} channels are watched already; let one of them go first."
            )
        binding = TwitchBinding(
            broadcaster_id=channel.broadcaster_id,
            creator_id=actor.creator_id,
            login=channel.login,
            created_at=now,
            updated_at=now,
            is_silent=is_silent,
        )
        if not await self._bindings.add_binding(binding):
            raise Conflict(_TAKEN.format(login=channel.login))
        _log.info("channel.connected", login=channel.login, creator_id=actor.creator_id)
        return binding

    async def disconnect_channel(self, actor: Actor, name: str) -> TwitchBinding:
        """Stop watching a channel; what is stored of it stays."""
        actor.require_editor()
        login = read_login(name)
        for binding in await self._bindings.list_bindings(actor.creator_id):
            if binding.login == login and await self._bindings.delete_binding(binding):
                _log.info("channel.disconnected", login=login, creator_id=actor.creator_id)
                return binding
        raise NotFound(f"The channel {login} is not watched here.")

    async def keep_footage(self, actor: Actor, name: str, *, is_kept: bool) -> TwitchBinding:
        """Start or stop keeping the last minutes of a channel's streams on disk.

        Only for channels whose owner allows it: the creator's own, or one who said so.
        """
        actor.require_editor()
        login = read_login(name)
        for binding in await self._bindings.list_bindings(actor.creator_id):
            if binding.login == login:
                now = self._clock.now()
                _log.info("channel.footage", login=login, is_kept=is_kept, by=actor.person_id)
                return await self._bindings.save_binding(
                    replace(binding, keeps_footage=is_kept, updated_at=now)
                )
        raise NotFound(f"The channel {login} is not watched here; connect it first.")

    async def list_channels(self, actor: Actor) -> tuple[TwitchBinding, ...]:
        return await self._bindings.list_bindings(actor.creator_id)

    async def list_watched(self) -> tuple[TwitchBinding, ...]:
        """Return every channel that is to be watched, of whichever creator.

        As long as no channel was bound, changed or released, one small row is read and no more;
        all are read anew at times, as an older program leaves no mark.
        """
        mark, now = await self._bindings.read_mark(), self._clock.steady_seconds()
        known = self._watched
        if known is not None and known.mark == mark and now - known.since < WATCHED_SECONDS:
            return known.bindings
        bindings = await self._read_watched()
        self._watched = _Watched(mark=mark, since=now, bindings=bindings)
        return bindings

    async def _read_watched(self) -> tuple[TwitchBinding, ...]:
        ids = await collect(
            lambda cursor: self._directory.list_twitch_channels(cursor=cursor, limit=100)
        )
        found = [await self._bindings.find_binding(broadcaster_id) for broadcaster_id in ids]
        return tuple(binding for binding in found if binding and binding.is_watched)

    async def _find(self, login: str) -> TwitchChannel:
        channel = await self._finder.find_channel(login)
        if channel is None:
            raise NotFound(f"Twitch knows no channel {login}; look at how its name is written.")
        return channel

    async def _reconnect(
        self, actor: Actor, known: TwitchBinding, channel: TwitchChannel, *, is_silent: bool
    ) -> TwitchBinding:
        if known.creator_id != actor.creator_id:
            raise Conflict(_TAKEN.format(login=channel.login))
        wanted = replace(known, login=channel.login, is_watched=True, is_silent=is_silent)
        if wanted == known:
            return known
        return await self._bindings.save_binding(replace(wanted, updated_at=self._clock.now()))


_TAKEN = (
    "The channel {login} belongs to another creator here; whoever connected it lets it go first."
)
