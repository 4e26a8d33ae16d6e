"""Writing `.env`: whole or not at all, and for its owner alone."""

from __future__ import annotations

import asyncio
import errno
from contextlib import suppress

from config.env_file import ENV_FILE, read_env_text, rename
from core.adapters.private_files import FILE_MODE, write_private


async def write_env(text: str) -> None:
    """Put the file in place; one that is mounted by itself cannot be replaced, and is written over.

    That is how a single file gets into a container.
    """
    try:
        await asyncio.to_thread(write_private, ENV_FILE, text)
    except OSError as error:
        if error.errno != errno.EBUSY:
            raise
        await asyncio.to_thread(_write_over, text)


async def rename_in_env(old: str, new: str) -> None:
    """Give a setting in the file another name."""
    text = await asyncio.to_thread(read_env_text)
    await write_env(rename(text, old, new))


def _write_over(text: str) -> None:
    with suppress(PermissionError):  # it may be somebody else's, who let us write it
        ENV_FILE.chmod(FILE_MODE)
    ENV_FILE.write_text(text, encoding="utf-8", newline="")
