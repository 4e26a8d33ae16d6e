import json

import pytest

from bot.cli import run_command
from tests.core.adapters.backup.homes import dump, list_contents, make_home


@pytest.fixture
def home(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TRUSS_HOME", str(tmp_path / "home"))
    home = make_home(tmp_path / "home", rows=5)
    (home / "secrets" / "token-keys").unlink()
    return home


def test_a_creator_is_exported_and_deleted_once_the_words_are_said(home, tmp_path, capsys):
    refused = ["creator", "delete", "ada", "--export", "out", "--confirm", "yes"]
    assert run_command(refused) == 2
    assert "type “delete ada”" in capsys.readouterr().err
    assert len(dump(home)) == 5
    data = json.loads((tmp_path / "out" / "data.json").read_text())
    assert (len(data["rows"]), len(data["files"])) == (5, 5)

    assert run_command(["creator", "delete", "ada", "--confirm", "delete ada"]) == 0
    assert "Deleted are 5 rows and 5 files." in capsys.readouterr().out
    assert dump(home) == []
    assert not [name for name in list_contents(home) if "ada" in name]
    assert not (home / "objects" / "creators" / "ada").exists()


def test_nobody_is_asked_where_nobody_sits(home, monkeypatch, capsys):
    assert run_command(["creator", "delete", "ada"]) == 2
    assert "--confirm “delete ada”" in capsys.readouterr().err
    assert len(dump(home)) == 5


def test_an_export_a_chatter_and_the_keys(home, tmp_path, capsys):
    assert run_command(["export", "out", "--creator", "ada"]) == 0
    assert "5 rows in data.json, and 5 files" in capsys.readouterr().out
    assert run_command(["chatter", "delete", "somebody"]) == 0
    assert "from 0 rows" in capsys.readouterr().out
    assert run_command(["keys", "rotate"]) == 0
    assert "0 secrets are sealed with the newest key now" in capsys.readouterr().out


@pytest.mark.parametrize("command", [["export", "out"], ["keys", "rotate"], ["login"]])
def test_no_command_makes_a_table_that_is_gone_anew(home, capsys, command):
    """The next start would take it for the table of this home."""
    (home / "truss.sqlite3").unlink()

    assert run_command(command) != 0

    assert "is gone or empty: it had 5 rows" in capsys.readouterr().err
    assert not (home / "truss.sqlite3").exists()


def test_a_deletion_that_was_killed_goes_on_with_little_left(home, capsys):
    (home / "truss.rows").write_text("5000\n")

    assert run_command(["export", "out", "--creator", "ada"]) != 0
    assert "has been emptied: it had 5000 rows" in capsys.readouterr().err
    assert run_command(["creator", "delete", "ada", "--confirm", "delete ada"]) == 0
    assert "Deleted are 5 rows" in capsys.readouterr().out
