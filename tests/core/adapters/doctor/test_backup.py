import asyncio
from datetime import UTC, datetime, timedelta

from core.adapters.doctor.backup import look_at_backup
from core.adapters.last_backup import FAILED, MARKER_FILE, OK, LastBackup, write_marker
from tests.core.adapters.doctor.server import one, only

NOW = datetime(2026, 3, 10, tzinfo=UTC)


async def note(home, whole_at, *, result=OK):
    marker = LastBackup(
        at=NOW.isoformat(),
        result=result,
        sentence="The disk is full.",
        folder="/backups",
        whole_at=whole_at,
    )
    await asyncio.to_thread(write_marker, home, marker)


async def test_the_age_of_the_last_backup_that_succeeded_is_judged(tmp_path):
    assert await look_at_backup(tmp_path, now=lambda: NOW) is None
    await note(tmp_path, (NOW - timedelta(days=2)).isoformat())
    assert await look_at_backup(tmp_path, now=lambda: NOW) == []
    await note(tmp_path, "2026-02-26T00:00:00")
    assert "12 days old" in only(await look_at_backup(tmp_path, now=lambda: NOW))


async def test_a_backup_that_failed_is_told_with_its_reason(tmp_path):
    await note(tmp_path, (NOW - timedelta(days=1)).isoformat(), result=FAILED)
    assert "failed (The disk is full)" in only(await look_at_backup(tmp_path, now=lambda: NOW))


async def test_backups_that_fail_until_the_last_whole_one_is_old_are_a_fault(tmp_path):
    await note(tmp_path, (NOW - timedelta(days=1)).isoformat(), result=FAILED)
    assert not one(await look_at_backup(tmp_path, now=lambda: NOW)).is_fault
    for whole_at in ((NOW - timedelta(days=9)).isoformat(), ""):
        await note(tmp_path, whole_at, result=FAILED)
        assert one(await look_at_backup(tmp_path, now=lambda: NOW)).is_fault


async def test_a_marker_that_nobody_can_read_is_told(tmp_path):
    await asyncio.to_thread((tmp_path / MARKER_FILE).write_text, "yesterday")
    assert "Nobody can tell" in only(await look_at_backup(tmp_path, now=lambda: NOW))
    await note(tmp_path, "")
    assert "Nobody can tell" in only(await look_at_backup(tmp_path, now=lambda: NOW))
