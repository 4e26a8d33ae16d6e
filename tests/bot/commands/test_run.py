from contextlib import nullcontext
from typing import Any

import pytest

from bot.cli import run_command
from bot.commands import run
from config.settings import load_settings
from tests.fakes.app import make_app


@pytest.fixture(autouse=True)
def home(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TRUSS_HOME", str(tmp_path / "home"))


@pytest.mark.parametrize(
    ("role", "said"),
    [
        ("renders", "TRUSS_ROLES names 'renders', which is no role; choose from discord,"),
        ("web", "set TRUSS_TABLE and TRUSS_BUCKET, or remove TRUSS_ROLES"),
    ],
)
def test_roles_that_cannot_be_taken_end_the_start_with_a_sentence(capsys, role, said):
    assert run_command(["run", "--role", role]) == 2

    assert said in capsys.readouterr().err


@pytest.mark.parametrize(
    ("roles", "kept"), [("twitch", False), ("twitch,footage", True), ("web,work", None)]
)
def test_who_reads_a_channel_fetches_its_moments(tmp_path, roles, kept):
    """Others leave them to whoever reads it: without footage there they were left for ever."""
    page = nullcontext()
    parts: Any = run._list_parts(load_settings(roles=roles), make_app(tmp_path), None, page)

    inner = [part.args[1] for part in parts]  # each part is closed within its time
    called = {part.func.__name__: part.kwds for part in inner if hasattr(part, "func")}
    assert called.get("run_footage", {}).get("keeps_rings") is kept
