"""The last backup: whether it succeeded and how old it is, as its marker in the home says."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from core.adapters.backup.marker import FAILED, MARKER_FILE, LastBackup, read_marker
from core.domain.work.finding import Finding, Weight

CHECK: Final = "backup"
OLD: Final = timedelta(days=8)
_MEND: Final = "make another one with `trussbot backup FOLDER`"
_MEND_OLD: Final = "make one with `trussbot backup FOLDER`, and let it be made every day"


async def look_at_backup(home: Path, *, now: datetime) -> list[Finding] | None:
    """Return whether the last backup failed or is too old; None where none was ever made."""
    if not await asyncio.to_thread((home / MARKER_FILE).is_file):
        return None
    marker = await asyncio.to_thread(read_marker, home)
    made_at = _read_moment(marker)
    if marker is not None and marker.result == FAILED:
        is_recent = made_at is not None and now - made_at <= OLD
        weight = Weight.ADVICE if is_recent else Weight.FAULT
        return [_make(f"The last backup failed ({marker.sentence.rstrip('.')})", _MEND, weight)]
    if made_at is None:
        return [_make(f"Nobody can tell when the last backup was made ({MARKER_FILE})", _MEND)]
    if now - made_at <= OLD:
        return []
    return [_make(f"The last backup is {(now - made_at).days} days old", _MEND_OLD, Weight.FAULT)]


def _read_moment(marker: LastBackup | None) -> datetime | None:
    try:
        made_at = datetime.fromisoformat(marker.whole_at if marker else "")
    except (TypeError, ValueError):
        return None
    return made_at if made_at.tzinfo else made_at.replace(tzinfo=UTC)


def _make(problem: str, mend: str, weight: Weight = Weight.ADVICE) -> Finding:
    return Finding(check=CHECK, problem=problem, mend=mend, weight=weight)
