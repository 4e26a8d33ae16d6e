"""Uploads: letting somebody send a file straight to where objects are kept."""

from __future__ import annotations

from collections.abc import AsyncIterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from core.domain.videos.multipart_upload import (
    MultipartUpload,
    UploadId,
)
from core.domain.work.ids import CreatorId


@dataclass(frozen=True, slots=True, kw_only=True)
class UploadTicket:
    """The one request that may be sent until `expires_at`: method, URL and headers, as given."""

    method: str
    url: str
    headers: Mapping[str, str]
    expires_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class UploadedPart:
    """A part that has arrived: its number, from 1, and the ETag that answered it."""

    number: int
    etag: str
    size_bytes: int = 0


class UploadTickets(Protocol):
    """Gives out tickets, for whole files and for large ones in parts.

    InvalidInput where a type, a size, a number or a time cannot be used.
    """

    async def sign_upload(
        self, object_key: str, *, content_type: str, size_bytes: int, lasts_seconds: int
    ) -> UploadTicket:
        """Return the ticket for a whole file."""
        ...

    async def start_parts(self, object_key: str, *, content_type: str, size_bytes: int = 0) -> str:
        """Begin an upload in parts, of so many bytes in all where that is known; return its id.

        ExternalFailure where there is no room for it: it is refused before anything is sent.
        """
        ...

    async def sign_part(
        self, object_key: str, upload_id: str, *, number: int, size_bytes: int, lasts_seconds: int
    ) -> UploadTicket:
        """Return the ticket for one part; NotFound where there is no such upload."""
        ...

    async def list_parts(self, object_key: str, upload_id: str) -> tuple[UploadedPart, ...]:
        """Return the parts that are here, by number; NotFound where there is no such upload.

        Of a part that came twice the one that came last is the last.
        """
        ...

    async def finish_parts(
        self, object_key: str, upload_id: str, parts: Sequence[UploadedPart]
    ) -> None:
        """Make the object of its parts, which are numbered upwards.

        ExternalFailure where there is no room for it beside them; the parts stay.
        """
        ...

    async def abandon_parts(self, object_key: str, upload_id: str) -> None:
        """Forget an upload and its parts; nothing happens where there is none."""
        ...

    async def find_size(self, object_key: str) -> int | None:
        """Return the bytes of an object; None where there is none."""
        ...

    async def find_origin(self) -> str:
        """Return `scheme://host[:port]` of the tickets' URLs, '' where they are our own page's."""
        ...

    async def remove_leftovers(self) -> None:
        """Remove the parts of uploads that were begun two days ago and never finished."""
        ...


class UploadReceiver(Protocol):
    """Takes what is sent with tickets for our own page."""

    async def receive(
        self,
        method: str,
        query: Mapping[str, str],
        headers: Mapping[str, str],
        body: AsyncIterable[bytes],
    ) -> str:
        """Store a body and return its ETag.

        Forbidden where the ticket is not ours, is over or is for another request; InvalidInput
        where more or fewer bytes came than it says.
        """
        ...


class UploadStore(Protocol):
    """Keeps what has arrived of each upload."""

    async def get_upload(self, creator_id: CreatorId, upload_id: UploadId) -> MultipartUpload: ...

    async def add_upload(self, upload: MultipartUpload) -> bool: ...

    async def save_upload(self, upload: MultipartUpload) -> MultipartUpload: ...

    async def delete_upload(self, creator_id: CreatorId, upload_id: UploadId) -> bool:
        """Forget it; False where it is not stored."""
        ...
