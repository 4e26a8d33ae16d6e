"""S3 storage: objects in a bucket, and the copies of them that are read here."""

from __future__ import annotations

import asyncio
import mimetypes
import uuid
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from boto3.s3.transfer import TransferConfig

from core.adapters.storage.folder import check_object_key
from core.adapters.storage.s3_bucket import UNKNOWN_TYPE, Bucket
from core.errors import (
    InvalidInput,
)

CACHE_BYTES_DEFAULT = 4 * 1024**3
# Parts are sent by the calling thread, because the pool of all threads is bounded.
_TRANSFER = TransferConfig(use_threads=False, multipart_chunksize=16 * 1024**2)


@dataclass(slots=True)
class _Copy:
    """An object's copy on this machine, and how many are reading it."""

    path: Path
    etag: str
    size_bytes: int
    readers: int = 0
    is_stale: bool = False


class S3Storage:
    """Keeps objects in a bucket; what is read is copied to `scratch`.

    Copies nobody reads are kept, up to `cache_bytes` in all, because the clips of a stream are cut
    from one video; each is reused only while the bucket holds the very same object.
    """

    def __init__(
        self, bucket: Bucket, *, scratch: Path, cache_bytes: int = CACHE_BYTES_DEFAULT
    ) -> None:
        self._bucket = bucket
        self._scratch = scratch
        self._cache_bytes = cache_bytes
        self._copies: dict[str, _Copy] = {}
        self._fetching: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def put_file(self, object_key: str, source: Path) -> None:
        """Send the file; InvalidInput if there is none, ExternalFailure if S3 refuses it."""
        check_object_key(object_key)
        if not await asyncio.to_thread(source.is_file):
            raise InvalidInput(f"There is no file {source.name!r} to store.")
        content_type = mimetypes.guess_type(object_key)[0] or UNKNOWN_TYPE
        await self._bucket.call(
            self._bucket.client.upload_file,
            str(source),
            self._bucket.name,
            object_key,
            ExtraArgs={"ContentType": content_type},
            Config=_TRANSFER,
        )

    @asynccontextmanager
    async def open_file(self, object_key: str) -> AsyncIterator[Path]:
        """Yield a copy of the object: read it, do not write to it."""
        check_object_key(object_key)
        async with self._fetching[object_key]:
            copy = await self._fetch(object_key)
            copy.readers += 1
        try:
            yield copy.path
        finally:
            copy.readers -= 1
            await self._evict(copy)

    async def try_rights(self) -> None:
        await self._bucket.try_rights()

    async def list_files(self, prefix: str) -> tuple[str, ...]:
        bucket = self._bucket
        found: list[str] = []
        after: dict[str, str] = {}
        check_object_key(prefix.removesuffix("/"))
        while True:
            answer = await bucket.call(
                bucket.client.list_objects_v2, Bucket=bucket.name, Prefix=prefix, **after
            )
            found += [str(one["Key"]) for one in answer.get("Contents", ())]
            if not answer.get("NextContinuationToken"):
                return tuple(sorted(found))
            after = {"ContinuationToken": answer["NextContinuationToken"]}

    async def delete_below(self, prefix: str) -> int:
        doomed = await self.list_files(prefix)
        for object_key in doomed:
            await self.delete_file(object_key)
        return len(doomed)

    async def _fetch(self, object_key: str) -> _Copy:
        """Return a copy of the current object, fetched if it is not here."""
        bucket = self._bucket
        head = await bucket.call(bucket.client.head_object, Bucket=bucket.name, Key=object_key)
        kept = self._copies.pop(object_key, None)
        if kept is not None and kept.etag == head["ETag"]:
            self._copies[object_key] = kept  # the newest is the last to be evicted
            return kept
        if kept is not None:
            kept.is_stale = True
            await self._drop(kept)
        path = self._scratch / f"object-{uuid.uuid4().hex}{Path(object_key).suffix}"
        await asyncio.to_thread(self._scratch.mkdir, parents=True, exist_ok=True)
        try:
            await bucket.call(
                bucket.client.download_file, bucket.name, object_key, str(path), Config=_TRANSFER
            )
        except BaseException:
            await asyncio.to_thread(path.unlink, missing_ok=True)
            raise
        copy = _Copy(path=path, etag=head["ETag"], size_bytes=head["ContentLength"])
        self._copies[object_key] = copy
        return copy

    async def _evict(self, closed: _Copy) -> None:
        """Delete copies nobody reads, oldest first, until the others fit."""
        if closed.is_stale:
            await self._drop(closed)
        room = self._cache_bytes
        for name, copy in reversed(list(self._copies.items())):
            if room >= copy.size_bytes or copy.readers:
                room -= copy.size_bytes
            elif self._copies.pop(name, None) is copy:
                copy.is_stale = True
                await self._drop(copy)

    async def _drop(self, copy: _Copy) -> None:
        """Delete a stale copy, unless somebody is still reading it."""
        if not copy.readers:
            await asyncio.to_thread(copy.path.unlink, missing_ok=True)

    async def delete_file(self, object_key: str) -> None:
        await self._bucket.call(
            self._bucket.client.delete_object,
            Bucket=self._bucket.name,
            Key=check_object_key(object_key),
        )
