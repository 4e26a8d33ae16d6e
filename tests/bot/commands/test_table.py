import pytest

from bot.bootstrap.backing import open_local_backing, open_table_alone
from bot.cli import run_command
from bot.commands.table import run_table
from config.settings import load_settings
from core.adapters.clock import SystemClock
from core.adapters.home import hold_home
from core.adapters.table.formats import NEWEST, read_reached
from core.adapters.table.items.creator_items import directory_item, metadata_key
from core.adapters.table.sqlite import SqliteTable
from core.adapters.table.table import ItemKey
from core.errors import Busy, ExternalFailure, InvalidInput, NotFound
from tests.builders import CREATOR
from tests.contracts.aws_environment import aws

__all__ = ["aws"]


@pytest.fixture(autouse=True)
def _elsewhere(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)


@pytest.fixture
async def settings(aws, tmp_path):
    """A workspace of 30 items and two files."""
    home = tmp_path / "home"
    table = await SqliteTable.open(home / "truss.sqlite3")
    for number in range(30):
        await table.put_if({"PK": "CREATOR#ada", "SK": f"CLIP#{number}", "version": number})
    await table.close()
    for name in ("creators/ada/clips/1.mp4", "creators/ada/clips/2.mp4"):
        path = home / "objects" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"video")
    return load_settings(home=home)


async def test_a_table_is_made_checked_and_filled(settings, capsys):
    assert await run_table(settings, "check") == 1
    assert "run `trussbot table create`" in capsys.readouterr().out

    assert await run_table(settings, "create") == 0
    assert await run_table(settings, "check") == 0
    assert capsys.readouterr().out.count("is as it should be") == 2

    assert await run_table(settings, "copy") == 0
    out = capsys.readouterr().out
    assert "30 of 30 items were copied now." in out
    assert "2 of 2 files were copied now." in out
    assert "Both sides are equal." in out

    assert await run_table(settings, "copy") == 0
    out = capsys.readouterr().out
    assert "0 of 30 items were copied now." in out
    assert "0 of 2 files were copied now." in out


async def test_a_finished_copy_tells_what_differs(settings, capsys):
    await run_table(settings, "create")
    await run_table(settings, "copy")
    workspace = await SqliteTable.open(settings.home / "truss.sqlite3")
    await workspace.put_if({"PK": "CREATOR#ada", "SK": "CLIP#0", "version": 99})
    await workspace.delete_if(ItemKey("CREATOR#ada", "CLIP#1"))
    await workspace.close()
    capsys.readouterr()

    assert await run_table(settings, "copy") == 1
    out = capsys.readouterr().out
    assert "lacks 0 items, has 1 extra ones, and 1 that differ" in out
    assert "Both sides" not in out


async def test_nothing_is_copied_into_a_table_that_is_not_as_it_must_be(settings, capsys):
    assert await run_table(settings, "copy") == 1

    assert "There is no table" in capsys.readouterr().out
    assert not list(settings.home.glob("copy-*"))


async def test_without_a_bucket_the_files_stay(settings, monkeypatch, capsys):
    monkeypatch.delenv("TRUSS_BUCKET")
    settings = load_settings(home=settings.home)
    await run_table(settings, "create")

    assert await run_table(settings, "copy") == 0
    assert "files" not in capsys.readouterr().out


async def test_new_clips_of_a_creator_are_spread_beside_a_truss_that_runs(tmp_path, capsys):
    settings = load_settings(home=tmp_path / "home")
    running = await SqliteTable.open(settings.home / "truss.sqlite3")
    await running.put_if(directory_item(CREATOR))

    async with hold_home(settings.home):
        assert await run_table(settings, "spread", creator=CREATOR, shards=8) == 0
        assert await run_table(settings, "spread", creator=CREATOR, shards=8) == 0

    metadata = await running.get(metadata_key(CREATOR))
    await running.close()
    assert metadata is not None
    assert metadata["clipShards"] == 8
    first, second = capsys.readouterr().out.splitlines()
    assert first.startswith(f"New clips of {CREATOR} are spread over 8 partitions now, before")
    assert second == f"New clips of {CREATOR} are spread over 8 partitions already."


async def test_clips_are_not_spread_for_nobody_or_not_at_all(tmp_path):
    settings = load_settings(home=tmp_path / "home")

    for said in ({}, {"creator": "ada"}, {"shards": 8}):
        with pytest.raises(InvalidInput, match="Say whose clips"):
            await run_table(settings, "spread", **said)
    with pytest.raises(NotFound, match="knows nobody"):
        await run_table(settings, "spread", creator="ada", shards=8)
    with pytest.raises(InvalidInput, match="takes no creator"):
        await run_table(settings, "rewrite", creator="ada")


async def test_a_workspace_in_use_is_not_copied(settings):
    """Half of what a running bot writes would be missing."""
    await run_table(settings, "create")
    async with hold_home(settings.home):
        with pytest.raises(Busy, match="stop it"):
            await run_table(settings, "copy")


@pytest.mark.parametrize("action", ["create", "check", "copy"])
async def test_a_table_without_a_name_is_told(tmp_path, action):
    with pytest.raises(InvalidInput, match="TRUSS_TABLE"):
        await run_table(load_settings(home=tmp_path), action)


def test_the_command_line_reaches_it(monkeypatch, tmp_path, capsys):
    monkeypatch.setenv("TRUSS_HOME", str(tmp_path))
    monkeypatch.delenv("TRUSS_TABLE", raising=False)

    assert run_command(["table", "check"]) == 2
    assert "TRUSS_TABLE" in capsys.readouterr().err


async def test_a_table_is_settled_once_and_goes_back(tmp_path, capsys):
    settings = load_settings(home=tmp_path / "home")

    for action in ("settle", "unsettle", "settle"):
        assert await run_table(settings, action) == 0

    told = [line for line in capsys.readouterr().out.splitlines() if line]
    assert told[0] == "The table is settled on this version already."
    assert "The former version reads what is written from now on, and 0 waiting jobs" in told[1]
    assert told[2].startswith("The table is settled on this version: within a minute")


async def _reach(settings):
    async with open_table_alone(settings) as (table, _):
        return await read_reached(table)


async def test_a_home_that_is_made_now_is_settled_and_one_that_was_there_is_not(tmp_path):
    made, older = (load_settings(home=tmp_path / name) for name in ("made", "older"))
    table = await SqliteTable.open(older.home / "truss.sqlite3")
    await table.put_if(directory_item(CREATOR))
    await table.close()

    for _ in range(2):
        async with open_local_backing(made.home, SystemClock()):
            pass
        async with open_local_backing(older.home, SystemClock()):
            pass

    assert [await _reach(made), await _reach(older)] == [NEWEST, 1]
    await run_table(made, "unsettle")
    assert await _reach(made) == 1


async def test_a_live_table_that_is_made_now_is_settled_and_takes_the_format_of_a_copy(
    settings, capsys
):
    await run_table(settings, "create")
    assert await _reach(settings) == NEWEST
    await run_table(settings, "unsettle")
    await run_table(settings, "create")
    assert await _reach(settings) == 1
    await run_table(settings, "settle")

    assert await run_table(settings, "copy") == 0

    assert "30 of 30 items were copied now." in capsys.readouterr().out
    assert await _reach(settings) == 1  # the workspace was there before this version


async def test_a_home_that_a_newer_version_settled_is_refused_by_every_way_in(tmp_path):
    settings = load_settings(home=tmp_path / "home")
    newer = await SqliteTable.open(settings.home / "truss.sqlite3")
    await newer.put_if({"PK": "FORMATS", "SK": "REACHED", "type": "format", "format": 99})
    await newer.close()

    for action in ("settle", "unsettle", "rewrite"):
        with pytest.raises(ExternalFailure, match="newer Truss: install that version"):
            await run_table(settings, action)
    with pytest.raises(ExternalFailure, match="newer Truss"):
        async with open_local_backing(settings.home, SystemClock()):
            pass
