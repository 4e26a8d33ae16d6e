"""Upload tickets that record what was requested; `arrive` acts as the person who sends a file."""

from __future__ import annotations

from collections.abc import AsyncIterable, Mapping, Sequence
from datetime import timedelta

from core.errors import ExternalFailure, Forbidden, NotFound
from core.ports.uploads import UploadedPart, UploadReceiver, UploadTicket, UploadTickets
from tests.builders import NOON


class FakeUploads:
    """`sizes` are the sizes of received files, `signed` the keys of issued tickets.

    `refusal` is what keeps pages from sending parts, `asked_for` for which origins that was asked.
    """

    def __init__(self) -> None:
        self.room_bytes = 2**63
        self.sizes: dict[str, int] = {}
        self.signed: list[str] = []
        self.parts: dict[str, list[UploadedPart]] = {}
        self.closed: list[str] = []
        self.refusal = ""
        self.asked_for: list[str] = []
        self._under_way: dict[str, str] = {}

    def arrive(self, object_key: str, size_bytes: int) -> None:
        self.sizes[object_key] = size_bytes

    def arrive_part(self, upload_id: str, number: int, size_bytes: int) -> None:
        part = UploadedPart(number=number, etag=f"{number:032x}", size_bytes=size_bytes)
        self.parts[upload_id].append(part)

    async def sign_upload(
        self, object_key: str, *, content_type: str, size_bytes: int, lasts_seconds: int
    ) -> UploadTicket:
        return self._sign(object_key, {"Content-Type": content_type}, lasts_seconds)

    async def start_parts(self, object_key: str, *, content_type: str, size_bytes: int = 0) -> str:
        if size_bytes > self.room_bytes:
            raise ExternalFailure("The disk is too full for this file.", retryable=True)
        upload_id = f"upload-{len(self._under_way) + 1}"
        self._under_way[upload_id] = object_key
        self.parts[upload_id] = []
        return upload_id

    async def list_parts(self, object_key: str, upload_id: str) -> tuple[UploadedPart, ...]:
        self._check(object_key, upload_id)
        return tuple(sorted(self.parts[upload_id], key=lambda part: part.number))

    async def sign_part(
        self, object_key: str, upload_id: str, *, number: int, size_bytes: int, lasts_seconds: int
    ) -> UploadTicket:
        self._check(object_key, upload_id)
        return self._sign(object_key, {}, lasts_seconds)

    async def finish_parts(
        self, object_key: str, upload_id: str, parts: Sequence[UploadedPart]
    ) -> None:
        self._check(object_key, upload_id)
        self._under_way[upload_id] = ""
        self.arrive(object_key, sum(part.size_bytes for part in parts))

    async def close_parts(self, object_key: str, upload_id: str) -> None:
        self._check(object_key, upload_id)
        self.closed.append(upload_id)

    async def abandon_parts(self, object_key: str, upload_id: str) -> None:
        self._under_way[upload_id] = ""

    async def find_size(self, object_key: str) -> int | None:
        return self.sizes.get(object_key)

    async def find_origin(self) -> str:
        return ""

    async def find_refusal(self, origin: str) -> str:
        self.asked_for.append(origin)
        return self.refusal

    async def remove_leftovers(self) -> None:
        self.parts.clear()

    def _check(self, object_key: str, upload_id: str) -> None:
        if self._under_way.get(upload_id) != object_key:
            raise NotFound("That upload has ended, or was never begun.")

    def _sign(self, object_key: str, headers: dict[str, str], lasts_seconds: int) -> UploadTicket:
        self.signed.append(object_key)
        expires_at = NOON + timedelta(seconds=lasts_seconds)
        url = f"https://uploads.invalid/{len(self.signed)}"
        return UploadTicket(method="PUT", url=url, headers=headers, expires_at=expires_at)


class FakeReceiver:
    """Accepts what comes with the ticket `ok`; `received` is all of it."""

    def __init__(self) -> None:
        self.received: list[bytes] = []

    async def receive(
        self,
        method: str,
        query: Mapping[str, str],
        headers: Mapping[str, str],
        body: AsyncIterable[bytes],
    ) -> str:
        if query.get("ticket") != "ok":
            raise Forbidden("This upload was not asked for here.")
        self.received.append(b"".join([chunk async for chunk in body]))
        return f"{len(self.received):064x}"


_tickets: type[UploadTickets] = FakeUploads
_receiver: type[UploadReceiver] = FakeReceiver
