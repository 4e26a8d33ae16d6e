"""Whatever `.env` holds: one sentence, status 2, and never somebody else's words."""

import pytest

from bot.cli import run_command
from tests.config.env_faults import FAULTS, NOT_OURS


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_one_sentence_and_nothing_starts(fault, tmp_path, monkeypatch, capsys):
    """Truss that starts with half of its settings fails later, and elsewhere."""
    monkeypatch.chdir(tmp_path)
    content, words = FAULTS[fault]
    (tmp_path / ".env").write_bytes(content + b"\n")

    status = run_command(["login"])

    said = capsys.readouterr().err
    assert status == 2, said
    assert said.count("\n") == 1, said
    assert said.endswith(".\n")
    for word in words:
        assert word in said
    assert not [word for word in NOT_OURS if word in said]
    assert not (tmp_path / "var").exists()


def test_a_folder_of_that_name_is_one_sentence_too(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".env").mkdir()

    assert run_command(["login"]) == 2
    assert "is a folder" in capsys.readouterr().err


def test_several_faults_have_a_line_each(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".env").write_text("TRUSS_WEB_PORT=x\nTRUSS_HOEM=y\nTRUSS_LOG_JSON=z\n")

    assert run_command(["login"]) == 2
    assert capsys.readouterr().err.count("trussbot: ") == 3


def test_no_sentence_repeats_a_secret(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".env").write_text(
        "TRUSS_DISCORD_TOKEN=hush hush\nTRUSS_GEMINI_API_KEY hush\nTRUSS_SMTP_PASSWORD='hush\n"
    )

    assert run_command(["login"]) == 2
    assert "hush" not in capsys.readouterr().err
