"""Uploads: letting people send files straight to object storage."""

from __future__ import annotations

from collections.abc import AsyncIterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from core.domain.videos.multipart_upload import MultipartUpload, UploadId
from core.domain.work.ids import CreatorId


@dataclass(frozen=True, slots=True, kw_only=True)
class UploadTicket:
    """The one request allowed until `expires_at`: exactly this method, URL and headers."""

    method: str
    url: str
    headers: Mapping[str, str]
    expires_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class UploadedPart:
    """A part that has arrived: its number, from 1, and the ETag returned for it."""

    number: int
    etag: str
    size_bytes: int = 0


class UploadTickets(Protocol):
    """Issues tickets, for whole files and for large ones in parts.

    InvalidInput if a type, a size, a number or a time cannot be used.
    """

    async def sign_upload(
        self, object_key: str, *, content_type: str, size_bytes: int, lasts_seconds: int
    ) -> UploadTicket:
        """Return the ticket for a whole file."""
        ...

    async def start_parts(self, object_key: str, *, content_type: str, size_bytes: int = 0) -> str:
        """Begin a multipart upload, of so many bytes in all if that is known; return its id.

        ExternalFailure if there is no room for it: it is refused before anything is sent.
        """
        ...

    async def sign_part(
        self, object_key: str, upload_id: str, *, number: int, size_bytes: int, lasts_seconds: int
    ) -> UploadTicket:
        """Return the ticket for one part; NotFound if there is no such upload."""
        ...

    async def list_parts(self, object_key: str, upload_id: str) -> tuple[UploadedPart, ...]:
        """Return the parts received, by number; NotFound if there is no such upload.

        Of a part received twice, the later one counts.
        """
        ...

    async def finish_parts(
        self, object_key: str, upload_id: str, parts: Sequence[UploadedPart]
    ) -> None:
        """Assemble the object from its parts, in ascending order.

        ExternalFailure if there is no room for it beside them; the parts stay.
        """
        ...

    async def close_parts(self, object_key: str, upload_id: str) -> None:
        """Accept no more parts, by older tickets either; NotFound if there is no such upload.

        Where S3 accepts them, its tickets end only when the parts are joined or abandoned.
        """
        ...

    async def abandon_parts(self, object_key: str, upload_id: str) -> None:
        """Delete an upload and its parts; a no-op if there is none."""
        ...

    async def find_size(self, object_key: str) -> int | None:
        """Return an object's size in bytes; None if there is none."""
        ...

    async def find_origin(self) -> str:
        """Return `scheme://host[:port]` of the tickets' URLs, '' if they are on our own page."""
        ...

    async def find_refusal(self, origin: str) -> str:
        """Return why pages at an origin may send no parts, with what mends it; "" if they may.

        ExternalFailure if nobody can tell now.
        """
        ...

    async def remove_leftovers(self) -> None:
        """Delete the parts of uploads begun more than two days ago and never finished."""
        ...


class UploadReceiver(Protocol):
    """Accepts what is sent with tickets for our own page."""

    async def receive(
        self,
        method: str,
        query: Mapping[str, str],
        headers: Mapping[str, str],
        body: AsyncIterable[bytes],
    ) -> str:
        """Store a body and return its ETag.

        Forbidden if the ticket is not ours, has expired or is for another request, or if its upload
        is closed; NotFound if that has ended; InvalidInput if the number of bytes differs from the
        ticket's.
        """
        ...


class UploadStore(Protocol):
    """Keeps how far each upload has come."""

    async def get_upload(self, creator_id: CreatorId, upload_id: UploadId) -> MultipartUpload: ...

    async def add_upload(self, upload: MultipartUpload) -> bool: ...

    async def save_upload(self, upload: MultipartUpload) -> MultipartUpload: ...

    async def list_uploads(
        self, creator_id: CreatorId, *, limit: int
    ) -> tuple[MultipartUpload, ...]:
        """Return up to so many uploads of a creator, finished ones too, in no order."""
        ...

    async def delete_upload(
        self, creator_id: CreatorId, upload_id: UploadId, *, begun_before: datetime | None = None
    ) -> bool:
        """Delete it; False if it is not stored, or was begun at that time or later."""
        ...
