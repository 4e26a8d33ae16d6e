"""Multipart uploads: large files arrive in parts and resume after a lost connection.

Only the storage says which parts have arrived; what a browser claims is never believed.
"""

from __future__ import annotations

from collections.abc import AsyncIterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import timedelta

import structlog

from core.domain.people.actor import Actor
from core.domain.videos.file_signature import require_video_start
from core.domain.videos.intake import Intake, IntakeId
from core.domain.videos.multipart_upload import (
    MultipartUpload,
    NewFile,
    UploadId,
    check_file,
    choose_part_bytes,
    name_upload,
)
from core.domain.work.ids import AssetId, CreatorId
from core.errors import Conflict, Forbidden, InvalidInput, NotFound
from core.ports.uploads import (
    UploadedPart,
    UploadReceiver,
    UploadStore,
    UploadTicket,
    UploadTickets,
)
from core.ports.work import Clock, Ids
from core.services.videos.storage_quota import StorageQuota

_log = structlog.get_logger(__name__)

TICKET_SECONDS = 60 * 60
_LASTS_AT_LEAST = timedelta(days=1)
CONTENT_TYPE = "application/octet-stream"
_GONE = "That upload has ended, or was never begun; choose the file again."


@dataclass(frozen=True, slots=True, kw_only=True)
class UploadStanding:
    """An upload, and the numbers of the parts that have arrived whole."""

    upload: MultipartUpload
    arrived: tuple[int, ...]

    @property
    def missing(self) -> tuple[int, ...]:
        here = set(self.arrived)
        return tuple(n for n in range(1, self.upload.part_count + 1) if n not in here)


class MultipartUploads:
    """Begins uploads, issues a ticket for each part, and joins the parts at the end."""

    def __init__(
        self,
        *,
        clock: Clock,
        ids: Ids,
        uploads: UploadStore,
        tickets: UploadTickets,
        receiver: UploadReceiver | None,
        quota: StorageQuota,
        size_bytes_max: int,
    ) -> None:
        self._clock = clock
        self._ids = ids
        self._uploads = uploads
        self._tickets = tickets
        self._receiver = receiver
        self._quota = quota
        self._size_bytes_max = size_bytes_max

    @property
    def size_bytes_max(self) -> int:
        return self._size_bytes_max

    async def find_origin(self) -> str:
        """Return the `scheme://host` that parts are sent to; '' for this program's own page."""
        return await self._tickets.find_origin()

    async def begin(self, actor: Actor, file: NewFile) -> UploadStanding:
        """Begin an upload, or resume the one of the same file.

        InvalidInput where the file is plainly no video, too large, or empty, or where its creator
        has no room for it.
        """
        actor.require_member()
        check_file(file, size_bytes_max=self._size_bytes_max)
        require_video_start(file.start)
        upload_id = name_upload(actor.creator_id, actor.person_id, file)
        with suppress(NotFound):
            return await self.look(actor, upload_id)
        await self._delete_former(actor.creator_id, upload_id)
        return await self._add(actor, upload_id, file)

    async def look(self, actor: Actor, upload_id: UploadId) -> UploadStanding:
        """Return how far an upload is; NotFound if it is somebody else's, or over."""
        upload = await self._get(actor, upload_id)
        if upload.is_finished:
            return UploadStanding(upload=upload, arrived=tuple(range(1, upload.part_count + 1)))
        parts = await self._tickets.list_parts(upload.object_key, upload.storage_upload_id)
        return UploadStanding(
            upload=upload, arrived=tuple(part.number for part in _choose(upload, parts))
        )

    async def sign_part(self, actor: Actor, upload_id: UploadId, number: int) -> UploadTicket:
        """Return the ticket for one part."""
        actor.require_member()
        upload = await self._get(actor, upload_id)
        if upload.is_finished:
            raise Conflict("All of that file is here already; reload the page.")
        return await self._tickets.sign_part(
            upload.object_key,
            upload.storage_upload_id,
            number=number,
            size_bytes=upload.size_of_part(number),
            lasts_seconds=TICKET_SECONDS,
        )

    async def receive(
        self,
        method: str,
        query: Mapping[str, str],
        headers: Mapping[str, str],
        body: AsyncIterable[bytes],
    ) -> str:
        """Store a part that was sent with one of our own tickets, and return its ETag."""
        if self._receiver is None:
            raise Forbidden("Nothing is uploaded here; reload the page and try again.")
        return await self._receiver.receive(method, query, headers, body)

    async def abandon(self, actor: Actor, upload_id: UploadId) -> None:
        """Forget an upload that somebody cancelled."""
        upload = await self._get(actor, upload_id)
        if not upload.is_finished:
            await self._tickets.abandon_parts(upload.object_key, upload.storage_upload_id)
            await self._uploads.delete_upload(actor.creator_id, upload_id)

    async def require_whole(self, actor: Actor, upload_id: UploadId) -> MultipartUpload:
        """Return an upload whose parts have all arrived; InvalidInput if one is missing."""
        standing = await self.look(actor, upload_id)
        if standing.missing:
            raise InvalidInput(
                f"{len(standing.missing)} parts of that file have not arrived; send them again."
            )
        return standing.upload

    async def require_begun(self, actor: Actor, upload_id: UploadId) -> None:
        """Raise NotFound where no more parts of an upload are wanted, or it is somebody else's."""
        upload = await self._get(actor, upload_id)
        if upload.is_finished or not await self._has_parts(upload):
            raise NotFound(_GONE)

    async def hand_over(self, upload: MultipartUpload) -> None:
        """Accept no more parts: the upload now belongs to its intake's job."""
        if not upload.is_finished:
            with suppress(NotFound):
                await self._tickets.close_parts(upload.object_key, upload.storage_upload_id)
            # Nothing else changes an upload: whoever was faster has finished it as well.
            with suppress(Conflict):
                await self._uploads.save_upload(
                    replace(upload, is_finished=True, updated_at=self._clock.now())
                )

    async def join_parts(self, intake: Intake) -> None:
        """Make the intake's object of the parts; one that was joined before a kill is passed over.

        The upload stays known for two days: the same file chosen again, in another tab say, leads
        to the same intake. InvalidInput where the parts are not here any more.
        """
        try:
            upload = await self._uploads.get_upload(intake.creator_id, UploadId(intake.upload_id))
            parts = await self._tickets.list_parts(upload.object_key, upload.storage_upload_id)
            await self._tickets.finish_parts(
                upload.object_key, upload.storage_upload_id, _choose(upload, parts)
            )
        except NotFound:
            if not await self._tickets.find_size(intake.object_key):
                await self._uploads.delete_upload(intake.creator_id, UploadId(intake.upload_id))
                raise InvalidInput(_GONE) from None

    async def discard(self, intake: Intake) -> None:
        """Forget the upload of an intake that failed, so that its file can be sent again."""
        upload_id = UploadId(intake.upload_id)
        with suppress(NotFound):
            upload = await self._uploads.get_upload(intake.creator_id, upload_id)
            await self._tickets.abandon_parts(upload.object_key, upload.storage_upload_id)
            await self._uploads.delete_upload(intake.creator_id, upload_id)

    async def remove_leftovers(self) -> None:
        """Remove the parts of uploads that were begun two days ago and never finished."""
        await self._tickets.remove_leftovers()

    async def _delete_former(self, creator_id: CreatorId, upload_id: UploadId) -> None:
        """Delete an upload that is over; one that another tab has begun meanwhile stays."""
        try:
            upload = await self._uploads.get_upload(creator_id, upload_id)
        except NotFound:
            # It may have expired, and be stored nevertheless.
            until = self._clock.now() - _LASTS_AT_LEAST
        else:
            until = upload.created_at + timedelta(microseconds=1)
            if upload.is_finished or await self._has_parts(upload):
                return
        await self._uploads.delete_upload(creator_id, upload_id, begun_before=until)

    async def _has_parts(self, upload: MultipartUpload) -> bool:
        with suppress(NotFound):
            await self._tickets.list_parts(upload.object_key, upload.storage_upload_id)
            return True
        return False

    async def _get(self, actor: Actor, upload_id: UploadId) -> MultipartUpload:
        upload = await self._uploads.get_upload(actor.creator_id, upload_id)
        if upload.person_id != actor.person_id:
            raise NotFound(_GONE)
        return upload

    async def _add(self, actor: Actor, upload_id: UploadId, file: NewFile) -> UploadStanding:
        await self._quota.require_room(actor.creator_id, file.size_bytes)
        now = self._clock.now()
        asset_id = AssetId(self._ids.new_ulid(now, "asset", upload_id))
        upload = MultipartUpload(
            id=upload_id,
            creator_id=actor.creator_id,
            person_id=actor.person_id,
            intake_id=IntakeId(self._ids.new_ulid(now, "intake", upload_id)),
            asset_id=asset_id,
            file_name=file.name,
            size_bytes=file.size_bytes,
            part_bytes=choose_part_bytes(file.size_bytes),
            created_at=now,
            updated_at=now,
            storage_upload_id="",
        )
        storage_upload_id = await self._tickets.start_parts(
            upload.object_key, content_type=CONTENT_TYPE, size_bytes=upload.size_bytes
        )
        upload = replace(upload, storage_upload_id=storage_upload_id)
        if not await self._uploads.add_upload(upload):
            # Another tab was faster with the same file: both send parts of its upload.
            await self._tickets.abandon_parts(upload.object_key, storage_upload_id)
            return await self.look(actor, upload_id)
        _log.info("upload.begun", upload_id=upload_id, size_bytes=file.size_bytes)
        return UploadStanding(upload=upload, arrived=())


def _choose(upload: MultipartUpload, parts: tuple[UploadedPart, ...]) -> tuple[UploadedPart, ...]:
    """Return one whole part for each number, in order, from what is stored."""
    whole = {
        part.number: part
        for part in parts
        if part.number <= upload.part_count and part.size_bytes == upload.size_of_part(part.number)
    }
    return tuple(whole[number] for number in sorted(whole))
