"""The last backup: how old it is, as the file `last-backup` in the home says.

The file holds one line, the moment of the last backup that succeeded, as in 2026-11-30T04:00:00Z.
"""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from core.domain.work.finding import Finding, Weight

CHECK: Final = "backup"
FILE: Final = "last-backup"
OLD: Final = timedelta(days=8)


async def look_at_backup(home: Path, *, now: datetime) -> list[Finding] | None:
    """Return whether the last backup is too old; None where none was ever made."""
    text = await asyncio.to_thread(_read, home / FILE)
    if text is None:
        return None
    try:
        made_at = datetime.fromisoformat(text.strip())
    except ValueError:
        return [
            _make(f"Nobody can tell when the last backup was made ({FILE})", "make another one")
        ]
    made_at = made_at if made_at.tzinfo else made_at.replace(tzinfo=UTC)
    if now - made_at <= OLD:
        return []
    return [
        _make(
            f"The last backup is {(now - made_at).days} days old",
            "make one, and let it be made every day",
            Weight.FAULT,
        )
    ]


def _read(path: Path) -> str | None:
    try:
        return path.read_text(errors="replace")[:200]
    except OSError:
        return None


def _make(problem: str, mend: str, weight: Weight = Weight.ADVICE) -> Finding:
    return Finding(check=CHECK, problem=problem, mend=mend, weight=weight)
