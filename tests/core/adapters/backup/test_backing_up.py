import asyncio
import sqlite3
from datetime import UTC, datetime, timedelta

import pytest

from core.adapters.backup import backing_up
from core.adapters.backup.backing_up import Backup, _hold, identify_home
from core.adapters.backup.restoring import Restore
from core.adapters.backup.snapshot import list_snapshots
from core.adapters.last_backup import read_marker
from core.adapters.storage.folder import FolderStorage
from core.adapters.table.sqlite import SqliteTable
from core.errors import Busy, ExternalFailure, InvalidInput
from tests.core.adapters.backup.homes import (
    TABLE,
    add_clips,
    content_of,
    dump,
    flip_bits,
    key_of_clip,
    list_contents,
    make_home,
    make_row,
)

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


def _ignore(done, total):
    pass


def _back_up(home, folder, now=NOW, **options):
    return Backup(home, folder, table_name=TABLE).run(now, on_file=_ignore, **options)


def test_what_is_restored_elsewhere_is_equal(tmp_path):
    home = make_home(tmp_path / "home")

    _back_up(home, tmp_path / "backup")
    report = Restore(tmp_path / "backup", tmp_path / "elsewhere").run("", _ignore)

    assert report.lost == ()
    assert dump(tmp_path / "elsewhere") == dump(home)
    assert list_contents(tmp_path / "elsewhere") == list_contents(home)
    assert not (tmp_path / "elsewhere" / "secrets" / "holder").exists()


def test_a_backup_under_load_holds_every_file_that_its_rows_name(tmp_path):
    """Rows and files come while it is made; none of the writers waits for it."""
    home = make_home(tmp_path / "home", rows=30)

    written = asyncio.run(_back_up_under_load(home, tmp_path / "backup"))

    everything = set(dump(home))
    for name in list_snapshots(tmp_path / "backup"):
        elsewhere = tmp_path / name
        report = Restore(tmp_path / "backup", elsewhere).run(name, _ignore)
        rows = dump(elsewhere)
        assert len(rows) == report.rows >= 30
        assert set(rows) <= everything
        for _, sort_key, *_ in rows:
            number = int(str(sort_key).removeprefix("CLIP#"))
            assert (elsewhere / "objects" / key_of_clip(number)).read_bytes() == content_of(number)
    assert written > 10


async def _back_up_under_load(home, folder):
    table, storage = await SqliteTable.open(home / TABLE), FolderStorage(home / "objects")
    is_over = asyncio.Event()

    async def load(number):
        first = number
        while not is_over.is_set():
            source = home / f"{number}.mp4"
            await asyncio.to_thread(source.write_bytes, content_of(number))
            await storage.put_file(key_of_clip(number), source)
            await table.put_if(make_row(number))
            number += 1
        return number - first

    loads = [asyncio.ensure_future(load(start)) for start in (10_000, 20_000, 30_000)]
    for second in range(2):
        await asyncio.sleep(0.1)
        await asyncio.to_thread(_back_up, home, folder, NOW + timedelta(seconds=second))
    is_over.set()
    written = sum([await one for one in loads])
    await table.close()
    return written


def test_a_second_backup_copies_only_what_is_new(tmp_path):
    home = make_home(tmp_path / "home", rows=120)
    first = _back_up(home, tmp_path / "backup")
    second = _back_up(home, tmp_path / "backup", NOW + timedelta(hours=1))
    add_clips(home, [5000])
    third = _back_up(home, tmp_path / "backup", NOW + timedelta(hours=2))

    assert first.new_contents >= 120
    assert (second.new_contents, second.new_bytes) == (0, 0)
    assert 1 < third.new_contents <= 4
    assert third.new_bytes < first.new_bytes / 1.5


def test_a_key_that_is_made_meanwhile_is_in_the_backup(tmp_path, monkeypatch):
    """The copied rows may be sealed with it already."""
    home = make_home(tmp_path / "home", rows=3)
    copy = backing_up._copy_online

    def rotate(source, target):
        (home / "secrets" / "token-keys").write_bytes(b"one more key")
        copy(source, target)

    monkeypatch.setattr(backing_up, "_copy_online", rotate)
    _back_up(home, tmp_path / "backup")
    Restore(tmp_path / "backup", tmp_path / "elsewhere").run("", _ignore)

    assert (tmp_path / "elsewhere" / "secrets" / "token-keys").read_bytes() == b"one more key"


def test_a_copy_that_cannot_be_looked_at_is_told_and_noted(tmp_path, monkeypatch):
    home = make_home(tmp_path / "home", rows=3)

    def fail(copy):
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(backing_up, "find_damage", fail)

    with pytest.raises(ExternalFailure, match=r"could not be copied .*disk is full"):
        _back_up(home, tmp_path / "backup")
    marker = read_marker(home)
    assert marker is not None
    assert marker.result == "failed"


def test_only_the_newest_are_kept_where_that_is_set(tmp_path):
    home = make_home(tmp_path / "home")
    _back_up(home, tmp_path / "backup")
    for path in (home / "objects").rglob("*.mp4"):
        path.write_bytes(b"another cut")

    report = _back_up(home, tmp_path / "backup", NOW + timedelta(days=1), keep=1)

    assert report.freed_bytes > 40 * 2000 - 1
    assert len(list_snapshots(tmp_path / "backup")) == 1
    Restore(tmp_path / "backup", tmp_path / "elsewhere").run("", _ignore)
    assert list_contents(tmp_path / "elsewhere") == list_contents(home)


def test_the_home_says_when_it_was_last_backed_up_and_what_came_of_it(tmp_path):
    home = make_home(tmp_path / "home")
    _back_up(home, tmp_path / "backup")
    flip_bits(home / TABLE, 200, seed=1)

    with pytest.raises(ExternalFailure, match=r"so it is not backed up|could not be copied"):
        _back_up(home, tmp_path / "backup", NOW + timedelta(days=1))

    marker = read_marker(home)
    assert marker is not None
    assert (marker.result, marker.whole_at) == ("failed", NOW.isoformat())
    assert marker.at == (NOW + timedelta(days=1)).isoformat()
    assert marker.whole_folder == str(tmp_path / "backup")
    assert len(list_snapshots(tmp_path / "backup")) == 1


def test_places_that_are_not_for_backups_are_refused_in_a_sentence(tmp_path):
    home = make_home(tmp_path / "home", rows=1)
    other = make_home(tmp_path / "other", rows=1)
    (other / "secrets" / "cursors").write_bytes(b"another home")
    _back_up(other, tmp_path / "theirs")
    full = tmp_path / "full"
    full.mkdir()
    (full / "letter.txt").write_text("mine")
    (tmp_path / "file").write_text("")

    for folder, sentence in (
        (home / "backup", "lost together"),
        (tmp_path, "lost together"),
        (full, "holds other things"),
        (tmp_path / "file", "not a folder"),
        (tmp_path / "theirs", "another home"),
    ):
        with pytest.raises(InvalidInput, match=sentence):
            _back_up(home, folder)
    with pytest.raises(InvalidInput, match="no workspace"):
        _back_up(tmp_path / "nowhere", tmp_path / "backup")


def test_two_backups_into_one_folder_are_made_one_after_the_other(tmp_path):
    home = make_home(tmp_path / "home", rows=1)

    with (
        _hold(tmp_path / "backup", identify_home(home)),
        pytest.raises(Busy, match="wait until it is done"),
    ):
        _back_up(home, tmp_path / "backup")
