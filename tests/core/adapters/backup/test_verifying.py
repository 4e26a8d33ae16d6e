from datetime import UTC, datetime, timedelta

from core.adapters.backup.backing_up import Backup
from core.adapters.backup.verifying import verify
from tests.core.adapters.backup.homes import TABLE, flip_bits, make_home

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


def _ignore(done, total):
    pass


def test_damage_is_found_and_mended_by_the_next_backup(tmp_path):
    home = make_home(tmp_path / "home", rows=10)
    folder = tmp_path / "backup"
    backup = Backup(home, folder, table_name=TABLE)
    backup.run(NOW, on_file=_ignore)
    assert verify(folder, _ignore).is_whole
    name = "objects/creators/ada/clips/3/clip.mp4"
    content = (home / name).read_bytes()
    blob = next(path for path in folder.glob("blobs/??/*") if path.read_bytes() == content)
    flip_bits(blob, 1, seed=1)

    assert verify(folder, _ignore).bad_files == (name,)

    report = backup.run(NOW + timedelta(hours=1), on_file=_ignore)
    assert report.new_contents == 1
    assert verify(folder, _ignore).is_whole


def test_a_changed_list_is_named(tmp_path):
    home = make_home(tmp_path / "home", rows=1)
    Backup(home, tmp_path / "backup", table_name=TABLE).run(NOW, on_file=_ignore)
    snapshot = next((tmp_path / "backup/snapshots").iterdir())
    flip_bits(snapshot, 1, seed=1)

    report = verify(tmp_path / "backup", _ignore)

    assert report.bad_snapshots == (snapshot.stem,)
