"""Creating, checking and filling the table that the settings name."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from functools import partial
from typing import TYPE_CHECKING

from bot.bootstrap.backing import WORKSPACE_FILE, open_aws, open_bucket, open_table_alone
from core.adapters.clock import SystemClock
from core.adapters.doctor.table import advise_to_settle
from core.adapters.home import hold_home
from core.adapters.storage.copying import ObjectCopyReport, copy_objects
from core.adapters.storage.s3 import S3Storage
from core.adapters.storage.s3_uploads import S3Uploads
from core.adapters.table import schema
from core.adapters.table.clip_spreading import ClipSpread
from core.adapters.table.clip_spreading import spread_clips as spread
from core.adapters.table.copying import CopyReport, WorkspaceCopy
from core.adapters.table.dynamodb import DynamoTable
from core.adapters.table.formats import settle, settle_new, unsettle
from core.adapters.table.migrations import RewriteReport, rewrite
from core.adapters.table.rights import try_rights
from core.domain.work.finding import Finding
from core.domain.work.ids import CreatorId
from core.errors import InvalidInput

if TYPE_CHECKING:
    from config.settings import Settings
    from core.adapters.aws import Aws


async def create_table(settings: Settings) -> list[str]:
    """Create the settings' table if it does not exist; return what it lacks, in sentences.

    One that is made now is settled, as no process of a former version can be at work on it.
    """
    async with _open_aws_for_table(settings) as aws:
        client = await aws.dynamodb()
        if await aws.run(partial(schema.create_table, client, settings.table)):
            await settle_new(await _open_live(settings, aws))
        return await aws.run(partial(schema.check_table, client, settings.table))


async def check_table(settings: Settings) -> list[str]:
    """Return what the settings' table lacks, in sentences."""
    async with _open_aws_for_table(settings) as aws:
        client = await aws.dynamodb()
        check = partial(schema.check_table, client, settings.table)
        return await aws.run(check) or await aws.run(partial(try_rights, client, settings.table))


async def advise_on_table(settings: Settings) -> list[Finding]:
    """Return what would make the settings' table cheaper."""
    async with _open_aws_for_table(settings) as aws:
        return await advise_to_settle(await _open_live(settings, aws), SystemClock().now())


@asynccontextmanager
async def _open_aws_for_table(settings: Settings) -> AsyncIterator[Aws]:
    _need_table(settings)
    aws = await open_aws(settings, SystemClock())
    try:
        yield aws
    finally:
        await aws.close()


async def _open_live(settings: Settings, aws: Aws) -> DynamoTable:
    return DynamoTable(await aws.dynamodb(resends=False), settings.table, aws.threads)


async def rewrite_table(settings: Settings) -> RewriteReport:
    """Bring all items of the settings' table, in AWS or in the home, to this version."""
    async with open_table_alone(settings) as (table, _):
        return await rewrite(table)


async def spread_clips(settings: Settings, creator: str, shards: int) -> ClipSpread:
    """Spread a creator's new clips over so many partitions; also beside a Truss that runs."""
    async with open_table_alone(settings) as (table, _):
        return await spread(table, CreatorId(creator), shards=shards)


async def settle_table(settings: Settings) -> bool:
    """Say that every process on the table is of this version; False if that was said already."""
    async with open_table_alone(settings) as (table, _):
        return await settle(table, now=SystemClock().now())


async def unsettle_table(settings: Settings) -> int:
    """Prepare the table for the former version; return how many waiting jobs were rewritten."""
    async with open_table_alone(settings) as (table, _):
        return (await unsettle(table)).given_records


async def copy_workspace(
    settings: Settings, on_copied: Callable[[str, int, int], None]
) -> tuple[CopyReport, ObjectCopyReport | None]:
    """Copy the home's workspace into the settings' table, and its files into their bucket.

    `on_copied` gets what is copied (items or files), how many are done, and how many there are.
    """
    _need_table(settings)
    clock, home = SystemClock(), settings.home
    async with hold_home(home), AsyncExitStack() as stack:
        aws = await open_aws(settings, clock)
        stack.push_async_callback(aws.close)
        table = await _open_live(settings, aws)
        copy = WorkspaceCopy(home / WORKSPACE_FILE, table=table, name=settings.table, now=clock.now)
        items = await copy.run(partial(on_copied, "items"))
        if not settings.bucket:
            return items, None
        bucket = await open_bucket(settings, aws)
        files = await copy_objects(
            home / "objects",
            S3Storage(bucket, scratch=home / "scratch"),
            S3Uploads(bucket, now=clock.now),
            partial(on_copied, "files"),
        )
        return items, files


def _need_table(settings: Settings) -> None:
    if not settings.table:
        raise InvalidInput("Name the table: set TRUSS_TABLE.")
