"""Uploads to S3: tickets with which people send files to a bucket directly."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import structlog

from core.adapters.storage.bucket_rules import look_at_rule
from core.adapters.storage.folder import check_object_key
from core.adapters.storage.s3_bucket import UNKNOWN_TYPE, Bucket
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

_log = structlog.get_logger(__name__)


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
