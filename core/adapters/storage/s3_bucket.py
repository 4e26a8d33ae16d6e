"""A bucket of S3: its client, the threads that call it, and what its errors mean."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Callable
from concurrent.futures import Executor
from functools import partial
from typing import TYPE_CHECKING, Any

from boto3.exceptions import S3UploadFailedError
from botocore.exceptions import BotoCoreError, ClientError

from core.adapters.storage.folder import explain_disk_error
from core.adapters.storage.s3_answers import explain_answer
from core.errors import (
    InvalidInput,
    NotFound,
)

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

DOCTORS_FOLDER = "doctor"
UNKNOWN_TYPE = "application/octet-stream"


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
