"""S3 storage: objects in a bucket, and tickets with which people upload files there directly."""

from __future__ import annotations

import asyncio
import mimetypes
import uuid
from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Sequence
from concurrent.futures import Executor
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import structlog
from boto3.exceptions import S3UploadFailedError
from boto3.s3.transfer import TransferConfig
from botocore.exceptions import BotoCoreError, ClientError

from core.adapters.storage.bucket_rules import look_at_rule
from core.adapters.storage.folder import check_object_key, explain_disk_error
from core.adapters.storage.s3_answers import explain_answer
from core.adapters.storage.upload_rules import (
    check_content_type,
    check_lasting,
    check_part_number,
    check_parts,
    check_size,
)
from core.errors import (
    ExternalFailure,
    InvalidInput,
    NotFound,
    RightsRefused,
    may_pass,
    tell_in_full,
)
from core.ports.uploads import UploadedPart, UploadTicket

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

_log = structlog.get_logger(__name__)

DOCTORS_FOLDER = "doctor"
UNKNOWN_TYPE = "application/octet-stream"
CACHE_BYTES_DEFAULT = 4 * 1024**3
# Parts are sent by the calling thread, because the pool of all threads is bounded.
_TRANSFER = TransferConfig(use_threads=False, multipart_chunksize=16 * 1024**2)


class Bucket:
    """One bucket: its client, and the threads that call it."""

    def __init__(self, client: S3Client, name: str, threads: Executor) -> None:
        self.client = client
        self.name = name
        self._threads = threads

    async def call(self, operation: Callable[..., Any], *args: Any, **request: Any) -> Any:
        """Call the client in a thread, translating its errors."""
        loop = asyncio.get_running_loop()
        try:
            return await loop.run_in_executor(self._threads, partial(operation, *args, **request))
        except S3UploadFailedError as error:
            cause = error.__context__
            raise explain_answer(cause if isinstance(cause, ClientError) else error) from error
        except (ClientError, BotoCoreError) as error:
            raise explain_answer(error) from error
        except OSError as error:
            raise explain_disk_error(error) from error

    async def check(self) -> None:
        """Check that the bucket exists and is ours; NotFound, with what to do, if not."""
        try:
            await self.call(self.client.head_bucket, Bucket=self.name)
        except NotFound:
            raise InvalidInput(
                f"There is no bucket {self.name!r}: create it, or correct TRUSS_BUCKET."
            ) from None

    async def read_rules(self) -> list[Any]:
        """Return the CORS rules; raises NotFound or ExternalFailure where there are none."""
        told = await self.call(self.client.get_bucket_cors, Bucket=self.name)
        return list(told.get("CORSRules", []))

    async def try_rights(self) -> None:
        """Store, read and delete a file of a few bytes; raises what keeps us from that."""
        key = f"{DOCTORS_FOLDER}/{uuid.uuid4().hex}"  # others may look at the same time
        await self.check()
        await self.call(self.client.put_object, Bucket=self.name, Key=key, Body=b"truss")
        try:
            await self.call(self.client.get_object, Bucket=self.name, Key=key)
        finally:  # a start that is refused is repeated, and would leave one file after the other
            await self.call(self.client.delete_object, Bucket=self.name, Key=key)


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


class S3Uploads:
    """Issues presigned URLs, in which the type and the size are signed.

    A URL expires with the credentials that signed it.
    """

    def __init__(self, bucket: Bucket, *, now: Callable[[], datetime]) -> None:
        self._bucket = bucket
        self._now = now

    async def sign_upload(
        self, object_key: str, *, content_type: str, size_bytes: int, lasts_seconds: int
    ) -> UploadTicket:
        asked = {
            "Key": check_object_key(object_key),
            "ContentType": check_content_type(content_type),
            "ContentLength": check_size(size_bytes),
        }
        headers = {"Content-Type": content_type}
        return await self._sign("put_object", asked, headers, lasts_seconds)

    async def start_parts(
        self,
        object_key: str,
        *,
        content_type: str,
        size_bytes: int = 0,  # noqa: ARG002 - a bucket is never full
    ) -> str:
        answer = await self._bucket.call(
            self._bucket.client.create_multipart_upload,
            Bucket=self._bucket.name,
            Key=check_object_key(object_key),
            ContentType=check_content_type(content_type),
        )
        return str(answer["UploadId"])

    async def sign_part(
        self, object_key: str, upload_id: str, *, number: int, size_bytes: int, lasts_seconds: int
    ) -> UploadTicket:
        asked = {
            "Key": check_object_key(object_key),
            "UploadId": upload_id,
            "PartNumber": check_part_number(number),
            "ContentLength": check_size(size_bytes),
        }
        return await self._sign("upload_part", asked, {}, lasts_seconds)

    async def list_parts(self, object_key: str, upload_id: str) -> tuple[UploadedPart, ...]:
        found: list[UploadedPart] = []
        marker = 0
        while True:
            answer = await self._bucket.call(
                self._bucket.client.list_parts,
                Bucket=self._bucket.name,
                Key=check_object_key(object_key),
                UploadId=upload_id,
                PartNumberMarker=marker,
            )
            found += [
                UploadedPart(
                    number=part["PartNumber"], etag=part["ETag"].strip('"'), size_bytes=part["Size"]
                )
                for part in answer.get("Parts", [])
            ]
            if not answer.get("IsTruncated"):
                return tuple(found)
            marker = answer["NextPartNumberMarker"]

    async def finish_parts(
        self, object_key: str, upload_id: str, parts: Sequence[UploadedPart]
    ) -> None:
        named = [{"PartNumber": part.number, "ETag": part.etag} for part in check_parts(parts)]
        await self._bucket.call(
            self._bucket.client.complete_multipart_upload,
            Bucket=self._bucket.name,
            Key=check_object_key(object_key),
            UploadId=upload_id,
            MultipartUpload={"Parts": named},
        )

    async def close_parts(self, object_key: str, upload_id: str) -> None:
        """Nothing: S3 ends its tickets when the parts are joined or abandoned, and not before."""

    async def abandon_parts(self, object_key: str, upload_id: str) -> None:
        try:
            await self._bucket.call(
                self._bucket.client.abort_multipart_upload,
                Bucket=self._bucket.name,
                Key=check_object_key(object_key),
                UploadId=upload_id,
            )
        except NotFound:
            return

    async def find_size(self, object_key: str) -> int | None:
        try:
            answer = await self._bucket.call(
                self._bucket.client.head_object,
                Bucket=self._bucket.name,
                Key=check_object_key(object_key),
            )
        except NotFound:
            return None
        return int(answer["ContentLength"])

    async def find_origin(self) -> str:
        """Return the bucket's origin; a page must be allowed to send files there."""
        ticket = await self.sign_upload(
            "origin", content_type=UNKNOWN_TYPE, size_bytes=1, lasts_seconds=60
        )
        parts = urlsplit(ticket.url)
        return f"{parts.scheme}://{parts.netloc}"

    async def find_refusal(self, origin: str) -> str:
        """Try what Truss may do itself, then read the rules for pages; an outage is raised.

        What is returned is for a creator's team; the log has it in full.
        """
        try:
            await self._bucket.try_rights()
        except (ExternalFailure, InvalidInput) as error:
            if may_pass(error) and not isinstance(error, RightsRefused):
                raise
            _log.warning("bucket.refuses", bucket=self._bucket.name, reason=tell_in_full(error))
            return str(error)
        bucket = self._bucket
        findings = await look_at_rule(bucket.read_rules, name=bucket.name, origin=origin)
        return next((each.plain or each.sentence for each in findings if each.is_fault), "")

    async def remove_leftovers(self) -> None:
        """Do nothing: the bucket's own lifecycle rule does it."""

    async def _sign(
        self, operation: str, asked: dict[str, Any], headers: dict[str, str], lasts_seconds: int
    ) -> UploadTicket:
        expires_at = self._now() + timedelta(seconds=check_lasting(lasts_seconds))
        url = await self._bucket.call(
            self._bucket.client.generate_presigned_url,
            operation,
            Params={"Bucket": self._bucket.name, **asked},
            ExpiresIn=lasts_seconds,
        )
        return UploadTicket(method="PUT", url=url, headers=headers, expires_at=expires_at)
