import pytest

from bot.cli import run_command
from tests.core.adapters.backup.homes import TABLE, dump, flip_bits, list_contents, make_home


@pytest.fixture
def home(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TRUSS_HOME", str(tmp_path / "home"))
    return make_home(tmp_path / "home", rows=5)


def test_a_home_is_backed_up_checked_and_brought_back_elsewhere(
    home, monkeypatch, tmp_path, capsys
):
    assert run_command(["backup", "copy"]) == 0
    assert "5 rows and 7 files" in capsys.readouterr().out
    assert run_command(["backup", "copy", "--verify"]) == 0
    assert "All are as they were written." in capsys.readouterr().out
    assert run_command(["restore", "copy"]) == 2
    assert "is not empty" in capsys.readouterr().err

    monkeypatch.setenv("TRUSS_HOME", str(tmp_path / "elsewhere"))
    assert run_command(["restore", "copy"]) == 0
    assert "each as it was backed up" in capsys.readouterr().out
    assert dump(tmp_path / "elsewhere") == dump(home)
    assert list_contents(tmp_path / "elsewhere") == list_contents(home)


def test_what_is_damaged_is_named_with_status_1(home, tmp_path, capsys):
    run_command(["backup", "copy"])
    video = (home / "objects/creators/ada/clips/3/clip.mp4").read_bytes()
    blob = next(path for path in tmp_path.glob("copy/blobs/??/*") if path.read_bytes() == video)
    flip_bits(blob, 1, seed=1)

    assert run_command(["backup", "copy", "--verify"]) == 1
    assert "clips/3/clip.mp4: damaged; the next backup" in capsys.readouterr().out


def test_a_damaged_or_emptied_home_does_not_start_and_names_the_backup(home, tmp_path, capsys):
    run_command(["backup", "copy"])
    (home / TABLE).unlink()
    assert run_command(["run", "--port", "0"]) == 2
    assert f"run `trussbot restore {tmp_path / 'copy'}`" in capsys.readouterr().err


def test_a_table_in_aws_is_left_to_its_own_backups(home, monkeypatch, capsys):
    monkeypatch.setenv("TRUSS_TABLE", "truss")

    assert run_command(["backup", "copy"]) == 2
    assert "point-in-time recovery" in capsys.readouterr().err
