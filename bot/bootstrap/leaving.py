"""Exports, forgetting and keys, beside a process that holds the home or instead of it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.bootstrap.backing import UPLOADS_PATH, open_bucket, open_cipher, open_table_alone
from core.adapters.cipher import add_key
from core.adapters.clock import SystemClock
from core.adapters.home import hold_home, read_secret
from core.adapters.storage.folder import FolderStorage
from core.adapters.storage.folder_uploads import FolderUploads
from core.adapters.table.archive.resealing import ResealReport, reseal
from core.adapters.table.archive.table_archive import TableArchive
from core.adapters.table.stores import open_stores
from core.domain.people.actor import Actor, Role
from core.domain.work.ids import CreatorId
from core.ports.storage import ObjectStorage
from core.ports.uploads import UploadTickets
from core.services.people.leaving.exporting import Exporting
from core.services.people.leaving.forgetting import Forgetting

if TYPE_CHECKING:
    from config.settings import Settings
    from core.adapters.aws import Aws


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaving:
    """What exports and forgets, in the settings' home."""

    exporting: Exporting
    forgetting: Forgetting


def act_as_owner(creator_id: str) -> Actor:
    """Whoever may read the home acts for all of its creators."""
    return Actor(person_id="console", creator_id=CreatorId(creator_id), role=Role.OWNER)


@asynccontextmanager
async def open_leaving(settings: Settings, *, is_alone: bool) -> AsyncIterator[Leaving]:
    """Open table and files; `is_alone` refuses where Truss runs in the home."""
    clock = SystemClock()
    async with AsyncExitStack() as stack:
        if is_alone:
            await stack.enter_async_context(hold_home(settings.home))
        # A deletion that was killed goes on, however little it has left.
        opening = open_table_alone(
            settings,
            with_aws=bool(settings.bucket or settings.kms_key_id),
            may_have_shrunk=is_alone,
        )
        table, aws = await stack.enter_async_context(opening)
        storage, tickets = await open_files(settings, aws, clock)
        stores = open_stores(
            table, cursor_secret=await read_secret(settings.home, "cursors"), clock=clock
        )
        archive = TableArchive(table)
        yield Leaving(
            exporting=Exporting(clock=clock, archive=archive, storage=storage),
            forgetting=Forgetting(
                archive=archive, storage=storage, uploads=stores.uploads, tickets=tickets
            ),
        )


async def rotate_keys(settings: Settings) -> ResealReport:
    """Add a key, where the home has its own, and seal everything with the newest one."""
    with_aws = bool(settings.bucket or settings.kms_key_id)
    async with open_table_alone(settings, with_aws=with_aws) as (table, aws):
        if not settings.kms_key_id:
            await add_key(settings.home)
        return await reseal(table, await open_cipher(settings, settings.home, aws))


async def open_files(
    settings: Settings, aws: Aws | None, clock: SystemClock
) -> tuple[ObjectStorage, UploadTickets]:
    if aws is not None and settings.bucket:
        from core.adapters.storage.s3 import S3Storage
        from core.adapters.storage.s3_uploads import S3Uploads

        bucket = await open_bucket(settings, aws)
        storage = S3Storage(bucket, scratch=settings.home / "scratch")
        return storage, S3Uploads(bucket, now=clock.now)
    objects = settings.home / "objects"
    secret = await read_secret(settings.home, "uploads")
    uploads = FolderUploads(objects, secret=secret, now=clock.now, url=UPLOADS_PATH)
    return FolderStorage(objects), uploads
