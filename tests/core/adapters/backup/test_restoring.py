from datetime import UTC, datetime

import pytest

from core.adapters.backup.backing_up import Backup
from core.adapters.backup.restoring import RESTORING, Restore
from core.errors import ExternalFailure, InvalidInput
from tests.core.adapters.backup.homes import TABLE, dump, flip_bits, list_contents, make_home
from tests.odd_files import ODD_FILES

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


def _ignore(done, total):
    pass


@pytest.fixture
def home(tmp_path):
    home = make_home(tmp_path / "home", rows=30)
    Backup(home, tmp_path / "backup", table_name=TABLE).run(NOW, on_file=_ignore)
    return home


def _find_blob(tmp_path, content):
    return next(p for p in (tmp_path / "backup/blobs").glob("??/*") if p.read_bytes() == content)


def test_a_home_that_is_not_empty_is_left_alone(home, tmp_path):
    before = list_contents(home)

    with pytest.raises(InvalidInput, match="is not empty"):
        Restore(tmp_path / "backup", home).run("", _ignore)

    assert list_contents(home) == before


def test_a_restore_that_was_killed_is_begun_anew(home, tmp_path):
    elsewhere = tmp_path / "elsewhere"
    (elsewhere / RESTORING / "objects").mkdir(parents=True)
    (elsewhere / "secrets").mkdir()
    (elsewhere / "secrets" / "cursors").write_text("half")

    Restore(tmp_path / "backup", elsewhere).run("", _ignore)

    assert dump(elsewhere) == dump(home)
    assert list_contents(elsewhere) == list_contents(home)
    assert not (elsewhere / RESTORING).exists()


def test_a_damaged_file_is_named_and_the_rest_is_brought_back(home, tmp_path):
    name = "objects/creators/ada/clips/3/clip.mp4"
    flip_bits(_find_blob(tmp_path, (home / name).read_bytes()), 1, seed=1)

    report = Restore(tmp_path / "backup", tmp_path / "elsewhere").run("", _ignore)

    assert report.lost == (name,)
    assert len(list_contents(tmp_path / "elsewhere")) == len(list_contents(home)) - 1


def test_a_damaged_table_or_secret_or_list_is_not_brought_back(home, tmp_path):
    secret = _find_blob(tmp_path, (home / "secrets/token-keys").read_bytes())
    kept = secret.read_bytes()
    flip_bits(secret, 1, seed=1)
    with pytest.raises(ExternalFailure, match="is damaged: there is no other"):
        Restore(tmp_path / "backup", tmp_path / "a").run("", _ignore)
    secret.write_bytes(kept)
    snapshot = next((tmp_path / "backup/snapshots").iterdir())
    snapshot.write_text(snapshot.read_text().replace('"rows": 30', '"rows": 31'))

    with pytest.raises(ExternalFailure, match="is damaged"):
        Restore(tmp_path / "backup", tmp_path / "b").run("", _ignore)


def test_what_is_no_backup_is_refused(home, tmp_path):
    with pytest.raises(InvalidInput, match="holds no backup"):
        Restore(home, tmp_path / "elsewhere").run("", _ignore)
    with pytest.raises(InvalidInput, match="There is no backup yesterday"):
        Restore(tmp_path / "backup", tmp_path / "elsewhere").run("yesterday", _ignore)


@pytest.mark.parametrize("kind", ODD_FILES)
def test_what_is_no_file_in_a_backup_is_damage_and_never_waited_at(home, tmp_path, kind):
    clip = "objects/creators/ada/clips/3/clip.mp4"
    blob = _find_blob(tmp_path, (home / clip).read_bytes())
    blob.unlink()
    ODD_FILES[kind](blob)

    report = Restore(tmp_path / "backup", tmp_path / "elsewhere").run("", _ignore)

    assert report.lost == (clip,)
    snapshot = next((tmp_path / "backup/snapshots").iterdir())
    snapshot.unlink()
    ODD_FILES[kind](snapshot)
    with pytest.raises(ExternalFailure, match="is damaged"):
        Restore(tmp_path / "backup", tmp_path / "other").run("", _ignore)
