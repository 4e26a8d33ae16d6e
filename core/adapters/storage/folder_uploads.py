"""Folder uploads: signed URLs on our own page, which `receive` verifies and serves.

A ticket's URL contains the key, the type, the size and the expiry, and an HMAC over all of these
and the method, so that it is valid for one object only and needs no stored state.
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import os
import re
import secrets
import shutil
from collections.abc import AsyncIterable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import BinaryIO
from urllib.parse import urlencode

from core.adapters.private_files import FILE_MODE, make_private_folder
from core.adapters.storage.folder import (
    check_object_key,
    explain_disk_error,
    flush_to_disk,
    require_room,
)
from core.adapters.storage.upload_rules import (
    PART_BYTES_MIN,
    check_content_type,
    check_lasting,
    check_part_number,
    check_parts,
    check_size,
)
from core.errors import Forbidden, InvalidInput, NotFound
from core.ports.uploads import UploadedPart, UploadTicket

METHOD = "PUT"
FIELDS = ("key", "type", "size", "expires", "upload", "part")
WRITE_BYTES = 1024**2
JOINED_TIMES = 2
PARTS_KEPT_SECONDS = 2 * 24 * 3600
_UPLOAD_ID = re.compile(r"[0-9a-f]{32}")
_PART_NAME = re.compile(r"([0-9]{5})-([0-9a-f]{64})")
_INCOMING = ".incoming"
_PARTS = ".parts"
_CLOSED = "closed"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Claim:
    """What a ticket allows, once its signature has been verified."""

    key: str
    content_type: str
    size_bytes: int
    upload_id: str
    part: int


class FolderUploads:
    """Issues tickets for the objects under `root`, and accepts what is sent with them.

    `root` is the folder of FolderStorage. `secret` has at least 16 bytes; knowing it is enough to
    issue tickets. `url` is where the web face passes requests on to `receive`.
    """

    def __init__(
        self, root: Path, *, secret: bytes, now: Callable[[], datetime], url: str = "/uploads"
    ) -> None:
        if len(secret) < 16:
            raise ValueError("the secret of the tickets needs at least 16 bytes")
        self._root = root
        self._secret = secret
        self._now = now
        self._url = url

    async def sign_upload(
        self, object_key: str, *, content_type: str, size_bytes: int, lasts_seconds: int
    ) -> UploadTicket:
        check_content_type(content_type)
        return self._sign(object_key, content_type, size_bytes, lasts_seconds)

    async def start_parts(self, object_key: str, *, content_type: str, size_bytes: int = 0) -> str:
        check_content_type(content_type)
        upload_id = secrets.token_hex(16)
        key = check_object_key(object_key)
        # The parts stay until the whole lies beside them: in the end that is twice the size.
        await asyncio.to_thread(require_room, self._root, JOINED_TIMES * size_bytes)
        await asyncio.to_thread(self._start_parts, upload_id, key)
        return upload_id

    async def sign_part(
        self, object_key: str, upload_id: str, *, number: int, size_bytes: int, lasts_seconds: int
    ) -> UploadTicket:
        await asyncio.to_thread(self._find_parts, upload_id, object_key)
        part = check_part_number(number)
        return self._sign(object_key, "", size_bytes, lasts_seconds, upload_id, part)

    async def list_parts(self, object_key: str, upload_id: str) -> tuple[UploadedPart, ...]:
        return await asyncio.to_thread(self._list_parts, object_key, upload_id)

    async def finish_parts(
        self, object_key: str, upload_id: str, parts: Sequence[UploadedPart]
    ) -> None:
        checked = check_parts(parts)
        await asyncio.to_thread(self._finish_parts, object_key, upload_id, checked)

    async def close_parts(self, object_key: str, upload_id: str) -> None:
        folder = await asyncio.to_thread(self._find_parts, upload_id, object_key)
        await asyncio.to_thread((folder / _CLOSED).touch)

    async def abandon_parts(self, object_key: str, upload_id: str) -> None:
        await asyncio.to_thread(self._abandon_parts, object_key, upload_id)

    async def find_size(self, object_key: str) -> int | None:
        path = self._root / check_object_key(object_key)
        return await asyncio.to_thread(lambda: path.stat().st_size if path.is_file() else None)

    async def receive(
        self,
        method: str,
        query: Mapping[str, str],
        headers: Mapping[str, str],
        body: AsyncIterable[bytes],
    ) -> str:
        """Store the body of a request made with a ticket; return its ETag.

        Raises Forbidden if the ticket is not ours, was changed, has expired, or is for another
        request or an upload that is closed; NotFound if that has ended; and InvalidInput, keeping
        nothing, if the number of bytes differs from the ticket's.
        """
        claim = self._verify(method, query)
        declared = headers.get("Content-Length", str(claim.size_bytes))
        if headers.get("Content-Type", "") != claim.content_type and claim.content_type:
            raise Forbidden(
                "The file's type differs from the one its upload was started with: start it again."
            )
        if declared != str(claim.size_bytes):
            raise Forbidden(
                "The file's size differs from the one its upload was started with: start it again."
            )
        # Before anything is written: what has ended must not fill the disk either.
        await asyncio.to_thread(self._target, claim, "")
        return await self._take(claim, body)

    async def find_origin(self) -> str:
        return ""

    async def find_refusal(self, origin: str) -> str:  # noqa: ARG002 - parts come to our own page
        return ""

    async def remove_leftovers(self) -> None:
        await asyncio.to_thread(self._remove_leftovers)

    def _sign(
        self,
        object_key: str,
        content_type: str,
        size_bytes: int,
        lasts_seconds: int,
        upload_id: str = "",
        part: int = 0,
    ) -> UploadTicket:
        expires_at = self._now() + timedelta(seconds=check_lasting(lasts_seconds))
        values = (
            *(check_object_key(object_key), content_type, str(check_size(size_bytes))),
            *(str(int(expires_at.timestamp())), upload_id, str(part)),
        )
        query = dict(zip(FIELDS, values, strict=True))
        signed = urlencode(query | {"signature": self._signature(METHOD, query)})
        headers = {"Content-Type": content_type} if content_type else {}
        return UploadTicket(
            method=METHOD, url=f"{self._url}?{signed}", headers=headers, expires_at=expires_at
        )

    def _signature(self, method: str, query: Mapping[str, str]) -> str:
        message = "\n".join((method, *(query.get(field, "") for field in FIELDS)))
        return hmac.new(
            self._secret, message.encode(errors="surrogatepass"), hashlib.sha256
        ).hexdigest()

    def _verify(self, method: str, query: Mapping[str, str]) -> _Claim:
        given = query.get("signature", "").encode(errors="replace")
        if not hmac.compare_digest(given, self._signature(method, query).encode()):
            raise Forbidden("This upload was not started here: start it again.")
        if int(query["expires"]) <= self._now().timestamp():
            raise Forbidden("The time for this upload is over: start it again.")
        return _Claim(
            key=query["key"],
            content_type=query["type"],
            size_bytes=int(query["size"]),
            upload_id=query["upload"],
            part=int(query["part"]),
        )

    async def _take(self, claim: _Claim, body: AsyncIterable[bytes]) -> str:
        passing = self._root / _INCOMING / secrets.token_hex(16)
        try:
            await asyncio.to_thread(make_private_folder, passing.parent, below=self._root)
            etag = await self._write(passing, claim.size_bytes, body)
            target = await asyncio.to_thread(self._target, claim, etag)
            await asyncio.to_thread(self._move, passing, target)
            if claim.upload_id:
                await asyncio.to_thread(_drop_earlier, target)
        except ConnectionError as error:
            raise InvalidInput("The connection was lost: send the file again.") from error
        except OSError as error:
            raise explain_disk_error(error) from error
        finally:
            await asyncio.to_thread(passing.unlink, missing_ok=True)
        return etag

    async def _write(self, passing: Path, size_bytes: int, body: AsyncIterable[bytes]) -> str:
        digest = hashlib.sha256()
        received = 0
        waiting = bytearray()
        file = await asyncio.to_thread(_create, passing)
        try:
            async for chunk in body:
                received += len(chunk)
                if received > size_bytes:
                    break
                digest.update(chunk)
                waiting += chunk
                if len(waiting) >= WRITE_BYTES:
                    await asyncio.to_thread(file.write, waiting)
                    waiting = bytearray()
            await asyncio.to_thread(file.write, waiting)
        finally:
            await asyncio.to_thread(file.close)
        if received != size_bytes:
            raise InvalidInput(f"The upload ended after {received} of {size_bytes} bytes.")
        return digest.hexdigest()

    def _target(self, claim: _Claim, etag: str) -> Path:
        """Return where the body goes; Forbidden if nothing more is accepted there."""
        if not claim.upload_id:
            target = self._root / claim.key
            is_over = target.exists()
        else:
            folder = self._find_parts(claim.upload_id, claim.key)
            target = folder / _part_name(claim.part, etag)
            is_over = (folder / _CLOSED).exists()
        if is_over:
            raise Forbidden("All of that file is here already: reload the page.")
        return target

    def _start_parts(self, upload_id: str, object_key: str) -> None:
        folder = self._root / _PARTS / upload_id
        try:
            make_private_folder(folder, below=self._root)
            (folder / "key").write_text(object_key, encoding="utf-8")
        except OSError as error:
            raise explain_disk_error(error) from error

    def _find_parts(self, upload_id: str, object_key: str) -> Path:
        folder = self._root / _PARTS / upload_id
        known = _UPLOAD_ID.fullmatch(upload_id) and (folder / "key").is_file()
        if not known or (folder / "key").read_text(encoding="utf-8") != object_key:
            raise NotFound("That upload has ended, or was never started.")
        return folder

    def _list_parts(self, object_key: str, upload_id: str) -> tuple[UploadedPart, ...]:
        folder = self._find_parts(upload_id, object_key)
        found = []
        for path in folder.iterdir():
            if named := _PART_NAME.fullmatch(path.name):
                stat = path.stat()
                part = UploadedPart(number=int(named[1]), etag=named[2], size_bytes=stat.st_size)
                found.append((part.number, stat.st_mtime_ns, part))
        return tuple(part for _, _, part in sorted(found, key=lambda each: each[:2]))

    def _finish_parts(self, object_key: str, upload_id: str, parts: Sequence[UploadedPart]) -> None:
        folder = self._find_parts(upload_id, object_key)
        paths = [folder / _part_name(part.number, part.etag) for part in parts]
        if not all(path.is_file() for path in paths):
            raise InvalidInput("A part of this upload has not arrived: send it again.")
        if any(path.stat().st_size < PART_BYTES_MIN for path in paths[:-1]):
            raise InvalidInput("Each part except the last must have at least 5 MiB.")
        passing = folder / "whole"
        require_room(self._root, sum(path.stat().st_size for path in paths))
        try:
            with _create(passing) as whole:
                for path in paths:
                    with path.open("rb") as part:
                        shutil.copyfileobj(part, whole, WRITE_BYTES)
            self._move(passing, self._root / object_key)
        except OSError as error:
            raise explain_disk_error(error) from error
        shutil.rmtree(folder, ignore_errors=True)

    def _move(self, passing: Path, target: Path) -> None:
        """Give a complete file its name, durably."""
        make_private_folder(target.parent, below=self._root)
        flush_to_disk(passing)
        passing.replace(target)
        flush_to_disk(target.parent)

    def _abandon_parts(self, object_key: str, upload_id: str) -> None:
        try:
            folder = self._find_parts(upload_id, object_key)
        except NotFound:
            return
        shutil.rmtree(folder, ignore_errors=True)

    def _remove_leftovers(self) -> None:
        before = self._now().timestamp() - PARTS_KEPT_SECONDS
        for folder in (self._root / _PARTS).glob("*"):
            if folder.stat().st_mtime < before:
                shutil.rmtree(folder, ignore_errors=True)


def _part_name(number: int, etag: str) -> str:
    return f"{number:05d}-{etag}"


def _create(path: Path) -> BinaryIO:
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, FILE_MODE), "wb")


def _drop_earlier(part: Path) -> None:
    """Delete earlier copies of the same part, so that one ticket cannot fill the disk."""
    for earlier in part.parent.glob(f"{part.name[:6]}*"):
        if earlier != part:
            earlier.unlink(missing_ok=True)
