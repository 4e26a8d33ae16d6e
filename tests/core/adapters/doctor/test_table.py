import sqlite3
from contextlib import closing

import pytest

from core.adapters.doctor.table import (
    PLAIN,
    advise_to_settle,
    advise_to_settle_file,
    judge_table,
    look_at_file,
)
from core.adapters.table.formats import settle, settle_new, unsettle
from core.adapters.table.sqlite import SqliteTable
from tests.builders import NOON
from tests.core.adapters.doctor.server import only
from tests.odd_files import ODD_FILES


def make_file(path, rows=2000):
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE item (pk TEXT, body TEXT)")
        connection.executemany("INSERT INTO item VALUES (?, ?)", [("x", "y" * 50)] * rows)
        connection.execute("CREATE INDEX one ON item (pk)")
    connection.close()


async def test_a_file_that_is_whole_is_well_and_none_is_skipped(tmp_path):
    file = tmp_path / "truss.sqlite3"
    assert await look_at_file(file) is None
    make_file(file)

    assert await look_at_file(file) == []
    assert await look_at_file(file, is_whole=False) == []


async def test_a_damaged_file_is_told(tmp_path):
    file = tmp_path / "truss.sqlite3"
    make_file(file)
    raw = bytearray(file.read_bytes())
    raw[4096:12288] = b"\x00" * 8192
    file.write_bytes(raw)

    assert "is damaged" in only(await look_at_file(file))
    file.write_text("no database at all, but long enough to be looked at")
    assert "is damaged" in only(await look_at_file(file, is_whole=False))


async def test_a_folder_of_any_name_is_looked_into(tmp_path):
    """In the address of a file, `#`, `?` and `%` mean something else."""
    folder = tmp_path / "clips #1? 50%20"
    folder.mkdir()
    make_file(folder / "truss.sqlite3")

    assert await look_at_file(folder / "truss.sqlite3") == []


async def test_a_folder_is_not_called_damaged(tmp_path):
    (tmp_path / "truss.sqlite3").mkdir()

    said = only(await look_at_file(tmp_path / "truss.sqlite3"))

    assert "is not a file" in said
    assert "damaged" not in said


async def test_a_file_that_somebody_works_on_is_well(tmp_path, monkeypatch):
    file = tmp_path / "truss.sqlite3"
    make_file(file)
    monkeypatch.setattr("core.adapters.doctor.table.WAIT_SECONDS", 0.05)
    with closing(sqlite3.connect(file)) as other:
        other.execute("BEGIN EXCLUSIVE")

        assert await look_at_file(file) == []


def test_what_a_live_table_lacks_becomes_findings():
    said = ["There is no table 'x': run `trussbot table create`.", "The index GSI1 is missing."]

    first, second = judge_table(said)

    assert first.mend == "run `trussbot table create`"
    assert second.problem == "The index GSI1 is missing"
    assert first.plain == second.plain == PLAIN, "a creator's team reads no names of roles"


@pytest.mark.parametrize("kind", sorted(ODD_FILES))
async def test_what_is_no_file_is_told_and_not_waited_for(tmp_path, kind):
    file = tmp_path / "truss.sqlite3"
    ODD_FILES[kind](file)

    assert only(await look_at_file(file)) == (
        f"{file} is not a file; move it away, and look what made it."
    )


LEASE = {"PK": "LEASES", "SK": "LEASE#timers", "holder": "theirs"}


@pytest.fixture
async def table(tmp_path):
    table = await SqliteTable.open(tmp_path / "truss.sqlite3")
    yield table
    await table.close()


async def test_to_settle_is_advised_until_it_is_done(tmp_path, table):
    file = tmp_path / "truss.sqlite3"
    assert await advise_to_settle_file(file) == []  # it is settled by whoever opens it first
    await table.put_if({"PK": "CREATOR#ada", "SK": "METADATA"})

    (live,), (of_file,) = await advise_to_settle(table, NOON), await advise_to_settle_file(file)
    assert not live.is_fault
    assert live == of_file
    assert "run `trussbot table settle` once" in live.sentence

    await settle(table, now=NOON)
    assert await advise_to_settle(table, NOON) == await advise_to_settle_file(file) == []
    await unsettle(table)
    assert await advise_to_settle(table, NOON)


async def test_to_settle_is_not_advised_while_a_former_version_is_seen(table):
    await table.put_if(LEASE | {"until": "2999-01-01T00:00:00.000000Z"})
    assert await advise_to_settle(table, NOON) == []

    await table.put_if(LEASE | {"until": "2001-01-01T00:00:00.000000Z"})
    assert await advise_to_settle(table, NOON)


async def test_no_advice_comes_of_a_file_that_cannot_be_read(tmp_path, table):
    await settle_new(table)
    odd = tmp_path / "odd"
    odd.write_text("no database")

    assert await advise_to_settle_file(odd) == []
    assert await advise_to_settle_file(tmp_path / "none") == []
