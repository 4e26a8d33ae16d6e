"""Upload tickets that remember what was asked for; `arrive` plays the person who sends a file."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from core.errors import NotFound
from core.ports.uploads import UploadedPart, UploadTicket, UploadTickets
from tests.builders import NOON


class FakeUploads:
    """`sizes` are the bytes of what has arrived, `signed` the keys that tickets were given for."""

    def __init__(self) -> None:
        self.sizes: dict[str, int] = {}
        self.signed: list[str] = []
        self._under_way: dict[str, str] = {}

    def arrive(self, object_key: str, size_bytes: int) -> None:
        self.sizes[object_key] = size_bytes

    async def sign_upload(
        self, object_key: str, *, content_type: str, size_bytes: int, lasts_seconds: int
    ) -> UploadTicket:
        return self._sign(object_key, {"Content-Type": content_type}, lasts_seconds)

    async def start_parts(self, object_key: str, *, content_type: str) -> str:
        upload_id = f"upload-{len(self._under_way) + 1}"
        self._under_way[upload_id] = object_key
        return upload_id

    async def sign_part(
        self, object_key: str, upload_id: str, *, number: int, size_bytes: int, lasts_seconds: int
    ) -> UploadTicket:
        self._check(object_key, upload_id)
        return self._sign(object_key, {}, lasts_seconds)

    async def finish_parts(
        self, object_key: str, upload_id: str, parts: Sequence[UploadedPart]
    ) -> None:
        self._check(object_key, upload_id)
        del self._under_way[upload_id]
        self.arrive(object_key, len(parts))

    async def abandon_parts(self, object_key: str, upload_id: str) -> None:
        self._under_way.pop(upload_id, None)

    async def find_size(self, object_key: str) -> int | None:
        return self.sizes.get(object_key)

    def _check(self, object_key: str, upload_id: str) -> None:
        if self._under_way.get(upload_id) != object_key:
            raise NotFound("That upload has ended, or was never begun.")

    def _sign(self, object_key: str, headers: dict[str, str], lasts_seconds: int) -> UploadTicket:
        self.signed.append(object_key)
        expires_at = NOON + timedelta(seconds=lasts_seconds)
        url = f"https://uploads.invalid/{len(self.signed)}"
        return UploadTicket(method="PUT", url=url, headers=headers, expires_at=expires_at)


_: type[UploadTickets] = FakeUploads
