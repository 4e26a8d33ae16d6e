"""Scratch folders: temporary folders for files in the making, always removed."""

from __future__ import annotations

import asyncio
import shutil
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path


@asynccontextmanager
async def open_scratch(parent: Path, *, prefix: str) -> AsyncIterator[Path]:
    """Yield an empty folder inside `parent`, removed when the block ends."""
    folder = await asyncio.to_thread(_make, parent, prefix)
    try:
        yield folder
    finally:
        await asyncio.to_thread(shutil.rmtree, folder, ignore_errors=True)


def _make(parent: Path, prefix: str) -> Path:
    parent.mkdir(parents=True, exist_ok=True)
    return Path(tempfile.mkdtemp(dir=parent, prefix=prefix))
