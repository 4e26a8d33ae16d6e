from datetime import UTC, datetime

import pytest

from core.adapters.backup.snapshot import (
    Snapshot,
    StoredFile,
    begin_folder,
    list_snapshots,
    name_snapshot,
    read_snapshot,
    require_backup,
    write_snapshot,
)
from core.errors import InvalidInput

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def _file(path, *pieces):
    return StoredFile(path=path, size_bytes=3, mtime_ns=5, digest=pieces[0], pieces=pieces)


def test_two_snapshots_of_a_second_have_two_names_in_order(tmp_path):
    for number in range(3):
        snapshot = Snapshot(
            name=name_snapshot(tmp_path, NOON),
            made_at=NOON.isoformat(),
            rows=number,
            table=_file("t", "a", "b"),
            files=(_file("x", "c"),),
        )
        write_snapshot(tmp_path, snapshot)
        assert read_snapshot(tmp_path, snapshot.name) == snapshot

    names = list_snapshots(tmp_path)
    kept = [read_snapshot(tmp_path, name) for name in names]
    assert [snapshot.rows for snapshot in kept if snapshot] == [0, 1, 2]
    assert snapshot.list_digests() == {"a", "b", "c"}


def test_the_newest_sorts_last_also_after_a_clock_was_set_back(tmp_path):
    """Otherwise `--keep 1` would remove the backup that was just made, again and again."""
    names = []
    for day in (9, *[8] * 101, 10):
        names.append(name_snapshot(tmp_path, NOON.replace(day=day)))
        (tmp_path / "snapshots").mkdir(exist_ok=True)
        (tmp_path / "snapshots" / f"{names[-1]}.json").touch()

    assert list_snapshots(tmp_path) == names
    assert (names[1], names[-1]) == ("20260309T120000Z-02", "20260310T120000Z")


def test_a_folder_of_a_newer_truss_is_left_alone(tmp_path):
    begin_folder(tmp_path / "backup", "home")
    (tmp_path / "backup" / "truss-backup.json").write_text('{"format": 2, "home": "home"}')

    with pytest.raises(InvalidInput, match="newer Truss"):
        require_backup(tmp_path / "backup")
