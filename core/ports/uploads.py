"""Uploads: letting somebody send a file straight to where objects are kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


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


class UploadTickets(Protocol):
    """Gives out tickets, for whole files and for large ones in parts.

    InvalidInput where a type, a size, a number or a time cannot be used.
    """

    async def sign_upload(
        self, object_key: str, *, content_type: str, size_bytes: int, lasts_seconds: int
    ) -> UploadTicket:
        """Return the ticket for a whole file."""
        ...

    async def start_parts(self, object_key: str, *, content_type: str) -> str:
        """Begin an upload in parts and return its id."""
        ...

    async def sign_part(
        self, object_key: str, upload_id: str, *, number: int, size_bytes: int, lasts_seconds: int
    ) -> UploadTicket:
        """Return the ticket for one part; NotFound where there is no such upload."""
        ...

    async def finish_parts(
        self, object_key: str, upload_id: str, parts: Sequence[UploadedPart]
    ) -> None:
        """Make the object of its parts, which are numbered upwards."""
        ...

    async def abandon_parts(self, object_key: str, upload_id: str) -> None:
        """Forget an upload and its parts; nothing happens where there is none."""
        ...

    async def find_size(self, object_key: str) -> int | None:
        """Return the bytes of an object; None where there is none."""
        ...
