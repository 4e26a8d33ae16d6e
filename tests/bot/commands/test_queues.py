import pytest

from bot.cli import run_command
from bot.commands.queues import run_queues
from config.settings import load_settings
from core.errors import InvalidInput
from tests.contracts.aws_environment import aws

__all__ = ["aws"]


@pytest.fixture
def settings(aws, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TRUSS_QUEUE_PREFIX", load_settings().table[:40])
    return load_settings(home=tmp_path / "home")


async def test_queues_are_checked_and_made(settings, capsys):
    assert await run_queues(settings, "check") == 1
    said = capsys.readouterr().out
    assert said.count("run `trussbot queues create`.") == 11

    assert await run_queues(settings, "create") == 0
    assert await run_queues(settings, "create") == 0
    assert await run_queues(settings, "check") == 0
    assert capsys.readouterr().out.count("are as they should be.") == 3


@pytest.mark.parametrize(
    ("missing", "said"),
    [("TRUSS_QUEUE_PREFIX", "set TRUSS_QUEUE_PREFIX"), ("TRUSS_TABLE", "set TRUSS_TABLE too")],
)
async def test_without_names_it_says_which_are_missing(settings, monkeypatch, missing, said):
    monkeypatch.delenv(missing)

    with pytest.raises(InvalidInput, match=said):
        await run_queues(load_settings(home=settings.home), "create")


def test_the_command_line_knows_it(monkeypatch, tmp_path, capsys):
    monkeypatch.chdir(tmp_path)

    assert run_command(["queues", "create"]) == 2
    assert "TRUSS_QUEUE_PREFIX" in capsys.readouterr().err
