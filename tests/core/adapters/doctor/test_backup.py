from datetime import UTC, datetime, timedelta

from core.adapters.doctor.backup import FILE, look_at_backup
from tests.core.adapters.doctor.server import only

NOW = datetime(2026, 3, 10, tzinfo=UTC)


async def look(home, text=None):
    if text is not None:
        (home / FILE).write_text(text)
    return await look_at_backup(home, now=NOW)


async def test_the_age_of_the_last_backup_is_judged(tmp_path):
    assert await look(tmp_path) is None
    assert await look(tmp_path, (NOW - timedelta(days=2)).isoformat()) == []
    assert await look(tmp_path, "2026-03-09T04:00:00Z\n") == []
    assert "12 days old" in only(await look(tmp_path, "2026-02-26T00:00:00"))
    assert "Nobody can tell" in only(await look(tmp_path, "yesterday"))
