"""Backing up and bringing back the settings' home."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from bot.bootstrap.backing import WORKSPACE_FILE
from core.adapters.backup.backing_up import Backup, BackupReport
from core.adapters.backup.restoring import Restore, RestoreReport
from core.adapters.backup.verifying import VerifyReport, verify
from core.adapters.clock import SystemClock
from core.adapters.home import hold_home
from core.errors import InvalidInput

if TYPE_CHECKING:
    from config.settings import Settings

OnFile = Callable[[int, int], None]


async def back_up(settings: Settings, folder: Path, *, keep: int, on_file: OnFile) -> BackupReport:
    """Back the home up, also while Truss runs in it."""
    if settings.table:
        raise InvalidInput(
            f"The table {settings.table} is kept by AWS: its point-in-time recovery is its backup, "
            "and versioning that of the bucket. `trussbot table check` says whether it is on."
        )
    backup = Backup(settings.home, folder, table_name=WORKSPACE_FILE)
    now = SystemClock().now()
    return await asyncio.to_thread(backup.run, now, keep=keep, on_file=on_file)


async def verify_backups(folder: Path, on_content: OnFile) -> VerifyReport:
    """Check all backups in a folder."""
    return await asyncio.to_thread(verify, folder, on_content)


async def bring_back(
    settings: Settings, folder: Path, *, at: str, on_file: OnFile
) -> RestoreReport:
    """Bring a backup back into the settings' home, which must be empty."""
    restore = Restore(folder, settings.home)
    await asyncio.to_thread(restore.require_empty)
    async with hold_home(settings.home):
        return await asyncio.to_thread(restore.run, at, on_file)
