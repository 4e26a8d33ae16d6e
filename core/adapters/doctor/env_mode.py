"""The file `.env`: whether others can read the secrets in it."""

from __future__ import annotations

import asyncio
import os
import stat
from pathlib import Path
from typing import Final

from core.domain.work.finding import Finding

CHECK: Final = ".env"
CLOSE: Final = "make .env readable to its owner alone"
_OTHERS: Final = 0o077


async def look_at_env_mode(path: Path, *, has_secrets: bool) -> list[Finding] | None:
    """Return whether other users can read the file; None where it is nobody's to close."""
    mode = await asyncio.to_thread(_find_mode, path)
    if mode is None:
        return None
    if not (has_secrets and mode & _OTHERS):
        return []
    return [
        Finding(
            check=CHECK,
            problem=f"Other users of this machine can read the secrets in {path}",
            mend=f"run chmod 600 {path}",
            fix=CLOSE,
        )
    ]


async def close_env(path: Path) -> str:
    await asyncio.to_thread(path.chmod, 0o600)
    return f"Nobody else can read {path} any more."


def _find_mode(path: Path) -> int | None:
    try:
        found = path.stat()
    except OSError:
        return None
    is_ours = stat.S_ISREG(found.st_mode) and found.st_uid == os.geteuid()
    return found.st_mode if is_ours else None
