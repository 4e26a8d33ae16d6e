"""The last backup: whether it succeeded and how old it is, as its marker in the home says."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from core.adapters.last_backup import FAILED, MARKER_FILE, LastBackup, read_marker
from core.domain.work.finding import Finding, advise, fault

CHECK: Final = "backup"
OLD: Final = timedelta(days=8)
_MEND: Final = "make another one with `trussbot backup FOLDER`"
_MEND_OLD: Final = "make one with `trussbot backup FOLDER`, and let it be made every day"


async def look_at_backup(home: Path, *, now: Callable[[], datetime]) -> list[Finding] | None:
    """Return whether the last backup failed or is too old; None where none was ever made."""
    if not await asyncio.to_thread((home / MARKER_FILE).is_file):
        return None
    marker = await asyncio.to_thread(read_marker, home)
    made_at, looked_at = _read_moment(marker), now()
    if marker is not None and marker.result == FAILED:
        is_recent = made_at is not None and looked_at - made_at <= OLD
        say = advise if is_recent else fault
        return [say(CHECK, f"The last backup failed ({marker.sentence.rstrip('.')})", _MEND)]
    if made_at is None:
        return [
            advise(CHECK, f"Nobody can tell when the last backup was made ({MARKER_FILE})", _MEND)
        ]
    if looked_at - made_at <= OLD:
        return []
    return [fault(CHECK, f"The last backup is {(looked_at - made_at).days} days old", _MEND_OLD)]


def _read_moment(marker: LastBackup | None) -> datetime | None:
    try:
        made_at = datetime.fromisoformat(marker.whole_at if marker else "")
    except (TypeError, ValueError):
        return None
    return made_at if made_at.tzinfo else made_at.replace(tzinfo=UTC)
