"""Where data is kept: table, storage and cipher, on this machine or in AWS."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from core.adapters.backup.emptied import require_whole_home
from core.adapters.cipher import KmsCipher, LocalCipher, MovedCipher, has_keys, read_keys
from core.adapters.clock import SystemClock
from core.adapters.doctor.key import try_cipher
from core.adapters.home import read_secret
from core.adapters.storage.folder import FolderStorage
from core.adapters.storage.folder_uploads import FolderUploads
from core.adapters.table.formats import require_known, settle_new
from core.adapters.table.sqlite import SqliteTable
from core.adapters.table.table import Table
from core.domain.work import stages
from core.domain.work.job import Queue
from core.errors import ExternalFailure, InvalidInput, RightsRefused
from core.ports.accounts import Cipher
from core.ports.storage import ObjectStorage
from core.ports.uploads import UploadReceiver, UploadTickets
from core.ports.work import Clock, JobQueue

if TYPE_CHECKING:
    from config.settings import Settings
    from core.adapters.aws import Aws
    from core.adapters.sqs.sqs_calls import SqsCalls
    from core.adapters.sqs.sqs_relay import SqsRelay
    from core.adapters.storage.s3_bucket import Bucket
    from core.adapters.table.dynamodb import DynamoTable

WORKSPACE_FILE = "truss.sqlite3"
UPLOADS_PATH = "/uploads/parts"


@dataclass(frozen=True, slots=True, kw_only=True)
class Files:
    """Stored files, and how people upload them; `receiver` is None if S3 takes uploads itself."""

    storage: ObjectStorage
    tickets: UploadTickets
    receiver: UploadReceiver | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Backing:
    """Where data is kept: on this machine, or in AWS as the settings say.

    `is_shared` is true if other processes may work on the same table. Without `sqs` that is also
    the queue.
    """

    table: SqliteTable | DynamoTable
    is_shared: bool
    files: Files
    cipher: Cipher
    sqs: SqsCalls | None = None


@asynccontextmanager
async def open_local_backing(home: Path, clock: Clock) -> AsyncIterator[Backing]:
    """Open the table, storage and cipher of a home that keeps everything on this machine."""
    table = await _open_file(home / WORKSPACE_FILE)
    try:
        yield Backing(
            table=table,
            is_shared=False,
            files=await _open_folder(home, clock),
            cipher=LocalCipher(await read_keys(home), home=home),
        )
    finally:
        await table.close()


@asynccontextmanager
async def open_backing(settings: Settings, clock: Clock, scratch: Path) -> AsyncIterator[Backing]:
    """Open the table, storage and cipher, each in AWS if the settings name it."""
    home = settings.home
    require_table_for_queues(settings)
    if not (settings.table or settings.bucket or settings.kms_key_id):
        await asyncio.to_thread(require_whole_home, home, WORKSPACE_FILE)
        async with open_local_backing(home, clock) as backing:
            yield backing
        return
    async with AsyncExitStack() as stack:
        aws = await open_aws(settings, clock)
        stack.push_async_callback(aws.close)
        table = await open_table(settings, home, aws)
        stack.push_async_callback(table.close)
        yield Backing(
            table=table,
            is_shared=bool(settings.table),
            files=await open_files(settings, home, aws, scratch, clock),
            cipher=await open_cipher(settings, home, aws),
            sqs=await open_queues(settings, aws, clock) if settings.queue_prefix else None,
        )


@asynccontextmanager
async def open_sealed_table(
    settings: Settings,
) -> AsyncIterator[tuple[SqliteTable | DynamoTable, Cipher]]:
    """Open the settings' table and what seals tokens in it; also beside a Truss that runs."""
    async with open_table_alone(settings, with_aws=bool(settings.kms_key_id)) as (table, aws):
        yield table, await open_cipher(settings, settings.home, aws)


@asynccontextmanager
async def open_table_alone(
    settings: Settings, *, with_aws: bool = False, may_have_shrunk: bool = False
) -> AsyncIterator[tuple[SqliteTable | DynamoTable, Aws | None]]:
    """Open the settings' table, and AWS where it is there or somebody needs that."""
    async with AsyncExitStack() as stack:
        aws = None
        if settings.table or with_aws:
            aws = await open_aws(settings, SystemClock())
            stack.push_async_callback(aws.close)
        table = await open_table(settings, settings.home, aws, may_have_shrunk=may_have_shrunk)
        stack.push_async_callback(table.close)
        yield table, aws


async def open_aws(settings: Settings, clock: Clock) -> Aws:
    from core.adapters.aws import Aws

    return await Aws.open(now=clock.now, refresh_seconds=settings.credentials_refresh_seconds)


async def open_table(
    settings: Settings, home: Path, aws: Aws | None, *, may_have_shrunk: bool = False
) -> SqliteTable | DynamoTable:
    """Open the settings' table; one in AWS needs that opened.

    One that is gone is made anew by nobody: whoever opened it next would take it for whole.
    """
    if not settings.table or aws is None:
        check = partial(require_whole_home, may_have_shrunk=may_have_shrunk)
        await asyncio.to_thread(check, home, WORKSPACE_FILE)
        return await _open_file(home / WORKSPACE_FILE)
    from core.adapters.table.dynamodb import DynamoTable

    table = DynamoTable(await aws.dynamodb(resends=False), settings.table, aws.threads)
    await require_known(table)  # a table that cannot be used is told at the start
    await _require_rights(settings.table, aws)
    return table


async def _open_file(path: Path) -> SqliteTable:
    """Open the table of a home, which nobody of a former version has used while it is empty."""
    table = await SqliteTable.open(path)
    try:
        if not (await table.scan(limit=1)).items:
            await settle_new(table)
        await require_known(table)
    except BaseException:
        await table.close()
        raise
    return table


async def _require_rights(name: str, aws: Aws) -> None:
    """Raise RightsRefused where a call that Truss will make is refused."""
    from core.adapters.table.rights import try_rights

    refusals: list[str] = []
    with suppress(ExternalFailure):  # a table that is busy at the start is no refusal
        refusals = await aws.run(partial(try_rights, await aws.dynamodb(resends=False), name))
    if refusals:
        raise RightsRefused(
            "DynamoDB refuses calls that Truss needs; `trussbot doctor` says what mends it.",
            stage=stages.TABLE,
            in_full=" ".join(refusals),
        )


def require_table_for_queues(settings: Settings) -> None:
    """Raise InvalidInput for queues that several processes share without a table that they do."""
    if settings.queue_prefix and not settings.table:
        raise InvalidInput(
            "TRUSS_QUEUE_PREFIX tells workers of the jobs in a table on DynamoDB; set TRUSS_TABLE "
            "too, or remove TRUSS_QUEUE_PREFIX."
        )


async def open_queues(settings: Settings, aws: Aws, clock: Clock) -> SqsCalls:
    """Open the queues on SQS; RightsRefused where one is missing, or a call on it is refused."""
    from core.adapters.sqs.sqs_calls import SqsCalls

    refusals: dict[str, str] = {}
    with suppress(ExternalFailure):  # SQS that is busy at the start is no refusal
        refusals = await try_queues(settings, aws)
    if refusals:
        in_full = " ".join(refusals.values())
        raise RightsRefused(" ".join(refusals), stage=stages.QUEUE, in_full=in_full)
    return SqsCalls(await aws.sqs(), settings.queue_prefix, threads=aws.threads, clock=clock)


async def try_queues(settings: Settings, aws: Aws) -> dict[str, str]:
    """Return a sentence for each right that any of the queues refuses, and that in full."""
    from core.adapters.sqs.sqs_schema import try_rights

    client = await aws.sqs()
    tries = (partial(try_rights, client, settings.queue_prefix, queue) for queue in Queue)
    refused: dict[str, str] = {}
    for said in await asyncio.gather(*(aws.run(one, stage=stages.QUEUE) for one in tries)):
        refused = said | refused
    return refused


def open_queue(
    sqs: SqsCalls | None, table: Table, clock: Clock
) -> tuple[JobQueue | None, SqsRelay | None]:
    """Return the queue outside the table, and what tells it of jobs; none where there is none."""
    if sqs is None:
        return None, None
    from core.adapters.sqs.sqs_queue import SqsQueue
    from core.adapters.sqs.sqs_relay import SqsRelay

    relay = SqsRelay(table, sqs, clock)
    return SqsQueue(table, sqs, clock, note=relay.note), relay


async def open_files(
    settings: Settings, home: Path, aws: Aws, scratch: Path, clock: Clock
) -> Files:
    if not settings.bucket:
        return await _open_folder(home, clock)
    from core.adapters.storage.s3 import S3Storage
    from core.adapters.storage.s3_uploads import S3Uploads

    bucket = await open_bucket(settings, aws)
    await bucket.try_rights()
    storage = S3Storage(bucket, scratch=scratch, cache_bytes=settings.cache_megabytes * 1024**2)
    return Files(storage=storage, tickets=S3Uploads(bucket, now=clock.now), receiver=None)


async def _open_folder(home: Path, clock: Clock) -> Files:
    folder = FolderStorage(home / "objects")
    await folder.remove_leftovers()
    secret = await read_secret(home, "uploads")
    uploads = FolderUploads(home / "objects", secret=secret, now=clock.now, url=UPLOADS_PATH)
    return Files(storage=folder, tickets=uploads, receiver=uploads)


async def open_bucket(settings: Settings, aws: Aws) -> Bucket:
    from core.adapters.storage.s3_bucket import Bucket

    bucket = Bucket(await aws.s3(), settings.bucket, aws.threads)
    await bucket.check()
    return bucket


async def open_cipher(settings: Settings, home: Path, aws: Aws | None) -> Cipher:
    """Open what seals tokens; a KMS key needs AWS opened."""
    if not settings.kms_key_id or aws is None:
        return LocalCipher(await read_keys(home), home=home)
    kms = await KmsCipher.open(await aws.kms(), settings.kms_key_id, aws.threads)
    await try_cipher(kms)
    return (
        MovedCipher(kms, LocalCipher(await read_keys(home), home=home))
        if await has_keys(home)
        else kms
    )
