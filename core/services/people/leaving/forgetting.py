"""Forgetting: a creator with all that is theirs, and what a chatter has said."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Final, Protocol

import structlog

from core.domain.people.actor import Actor
from core.domain.streams.twitch_channel import TwitchBinding
from core.domain.work.ids import CreatorId
from core.errors import InvalidInput, TrussError
from core.ports.archive import Archive, ChatterForgotten
from core.ports.storage import ObjectStorage
from core.ports.uploads import UploadStore, UploadTickets
from core.services.people.leaving.exporting import files_of

_log = structlog.get_logger(__name__)

ROUNDS_MAX: Final = 5
ROUND_SECONDS: Final = 2.0
_UPLOADS_MAX: Final = 200


class LiveChannels(Protocol):
    """The channels whose chat this process hears."""

    def list_channels(self) -> tuple[TwitchBinding, ...]: ...

    async def forget_channel(self, broadcaster_id: str) -> None:
        """Drop a channel; nothing more of it is stored."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class CreatorForgotten:
    """How much was deleted; `is_whole` is False if somebody kept writing until the end."""

    rows: int
    files: int
    is_whole: bool


class Forgetting:
    """Deletes for good; what was published stays where it was published."""

    def __init__(
        self,
        *,
        archive: Archive,
        storage: ObjectStorage,
        uploads: UploadStore,
        tickets: UploadTickets,
        live: LiveChannels | None = None,
        round_seconds: float = ROUND_SECONDS,
    ) -> None:
        """`live` is there where this process may hear the creator's channels."""
        self._live = live
        self._archive = archive
        self._storage = storage
        self._uploads = uploads
        self._tickets = tickets
        self._round_seconds = round_seconds

    @staticmethod
    def phrase_for(creator_id: CreatorId) -> str:
        """Return what must be typed, so that nobody deletes by one press too many."""
        return f"delete {creator_id}"

    async def forget_creator(self, actor: Actor, *, typed: str) -> CreatorForgotten:
        """Delete all that is a creator's, for its owner; InvalidInput unless that was typed.

        Work in progress may store something yet, so it is looked for again until nothing is found.
        If it is broken off, the next call goes on: files go first, rows after them.
        """
        actor.require_owner()
        creator_id = actor.creator_id
        if " ".join(typed.split()).casefold() != self.phrase_for(creator_id).casefold():
            raise InvalidInput(
                f"Nothing was deleted: to delete everything, type “{self.phrase_for(creator_id)}”."
            )
        rows, files, is_whole = 0, 0, False
        for number in range(ROUNDS_MAX):
            if number:
                await asyncio.sleep(self._round_seconds)
            found = await self._forget_once(creator_id)
            rows, files = rows + found.rows, files + found.files
            if is_whole := not (found.rows or found.files):
                break
        _log.info("creator.forgotten", creator_id=creator_id, rows=rows, files=files)
        return CreatorForgotten(rows=rows, files=files, is_whole=is_whole)

    async def forget_chatter(self, name: str) -> ChatterForgotten:
        """Take a chatter out of all evidence, of all creators."""
        if not name.strip().removeprefix("@"):
            raise InvalidInput("Say whose evidence is to be deleted: their name in chat.")
        return await self._archive.forget_chatter(name)

    async def _forget_once(self, creator_id: CreatorId) -> CreatorForgotten:
        await self._stop_hearing(creator_id)
        await self._abandon_uploads(creator_id)
        files = await self._storage.delete_below(files_of(creator_id))
        rows = await self._archive.forget_creator(creator_id)
        return CreatorForgotten(rows=rows, files=files, is_whole=not (rows or files))

    async def _stop_hearing(self, creator_id: CreatorId) -> None:
        """Drop the creator's channels first: a moment found meanwhile would be stored again."""
        if self._live is None:
            return
        for binding in self._live.list_channels():
            if binding.creator_id == creator_id:
                await self._live.forget_channel(binding.broadcaster_id)

    async def _abandon_uploads(self, creator_id: CreatorId) -> None:
        for upload in await self._uploads.list_uploads(creator_id, limit=_UPLOADS_MAX):
            try:
                await self._tickets.abandon_parts(upload.object_key, upload.storage_upload_id)
            except TrussError as error:
                _log.warning("upload.not_abandoned", upload_id=upload.id, reason=str(error))
