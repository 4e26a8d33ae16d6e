import asyncio
import sqlite3
import stat
from contextlib import closing
from datetime import UTC, datetime

import pytest

from core.adapters.table.expressions import Attr, Key
from core.adapters.table.sending import Unanswered
from core.adapters.table.sqlite import SqliteTable, _explain
from core.adapters.table.table import ConditionFailed, ItemKey, Query, Update
from core.errors import Busy, ExternalFailure, InvalidInput
from tests.odd_files import ODD_FILES

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


def _item(number, **given):
    return {"PK": "A", "SK": f"{number:03d}"} | given


@pytest.fixture
def path(tmp_path):
    return tmp_path / "home" / "truss.db"


@pytest.fixture
async def table(path):
    table = await SqliteTable.open(path)
    yield table
    await table.close()


async def test_the_file_is_its_owners_alone(table, path):
    """Platform tokens will lie in it."""
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


async def test_what_was_stored_is_there_when_the_file_is_opened_again(path):
    table = await SqliteTable.open(path)
    await table.put_if(_item(1, a=1))
    await table.close()

    table = await SqliteTable.open(path)
    assert await table.get(ItemKey("A", "001")) == _item(1, a=1)
    await table.close()


async def test_every_commit_is_flushed(table, path):
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    modes = await table._writer.call(lambda c: c.execute("PRAGMA synchronous").fetchone())
    assert modes == (2,)


async def test_writers_that_wait_are_each_answered(table):
    """They share a flush; a condition that fails fails for its own writer alone."""
    fresh = Attr("PK").not_exists()
    writes = [table.put_if(_item(n % 50, n=n), fresh) for n in range(100)]

    outcomes = await asyncio.gather(*writes, return_exceptions=True)

    assert [type(outcome) for outcome in outcomes[:50]] == [type(None)] * 50
    losers = [outcome for outcome in outcomes if isinstance(outcome, ConditionFailed)]
    assert len(losers) == 50
    assert losers[0].current == _item(0, n=0)


async def test_40_writers_that_count_lose_no_count(table):
    update = Update(key=ItemKey("A", "001"), add={"n": 1})

    await asyncio.gather(*(table.update_if(update) for _ in range(40)))

    assert await table.get(ItemKey("A", "001")) == _item(1, n=40)


async def test_what_has_expired_is_swept(table):
    now = int(NOW.timestamp())
    await table.put_if(_item(2, ttl=now + 1))
    await table.put_if(_item(3))
    for start in range(100, 700, 25):
        await table.batch_put([_item(n, ttl=now - n) for n in range(start, start + 25)])

    assert await table.sweep_expired(NOW) == 600

    page = await table.query(Query(condition=Key("PK").eq("A"), limit=9))
    assert [item["SK"] for item in page.items] == ["002", "003"]


async def test_a_file_of_a_newer_truss_is_left_alone(path):
    await (await SqliteTable.open(path)).close()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA user_version=99")

    with pytest.raises(ExternalFailure, match="newer"):
        await SqliteTable.open(path)


async def test_a_file_that_is_no_database_is_left_alone(path):
    path.parent.mkdir()
    path.write_bytes(b"not a database, but long enough to be looked at as one" * 99)

    with pytest.raises(ExternalFailure, match="is damaged"):
        await SqliteTable.open(path)


async def test_a_folder_that_cannot_be_made_is_explained(tmp_path):
    (tmp_path / "file").write_text("")

    with pytest.raises(ExternalFailure):
        await SqliteTable.open(tmp_path / "file" / "truss.db")


async def test_a_full_disk_stores_nothing_and_is_explained(table):
    """A limit on the file's pages gives the very error that a full disk does."""
    await table.put_if(_item(1, a=1))
    await table._writer.call(lambda c: c.execute("PRAGMA max_page_count=10").fetchone())

    writes = [table.put_if(_item(n, body="x" * 9000)) for n in range(2, 9)]
    outcomes = await asyncio.gather(*writes, return_exceptions=True)

    failures = [outcome for outcome in outcomes if isinstance(outcome, ExternalFailure)]
    assert failures
    assert len(failures) + outcomes.count(None) == len(outcomes)
    assert {str(failure) for failure in failures} == {
        "The disk is full: free some space, then try again."
    }
    assert all(failure.retryable for failure in failures)
    page = await table.query(Query(condition=Key("PK").eq("A"), limit=99))
    assert len(page.items) == 1 + len(outcomes) - len(failures)


@pytest.mark.parametrize(
    ("error", "expected", "words"),
    [
        (sqlite3.OperationalError("database is locked"), Busy, "Another process"),
        (sqlite3.OperationalError("database or disk is full"), ExternalFailure, "disk is full"),
        (
            sqlite3.OperationalError("attempt to write a readonly database"),
            ExternalFailure,
            "permissions",
        ),
        (sqlite3.DatabaseError("database disk image is malformed"), ExternalFailure, "backup"),
        (sqlite3.OperationalError("disk I/O error"), Unanswered, "disk I/O error"),
    ],
)
def test_an_error_of_sqlite_becomes_a_sentence(error, expected, words):
    explained = _explain(error)

    assert isinstance(explained, expected)
    assert words in str(explained)


@pytest.mark.parametrize("kind", sorted(ODD_FILES))
async def test_what_is_no_file_is_refused_and_not_waited_for(tmp_path, kind):
    ODD_FILES[kind](tmp_path / "truss.sqlite3")

    with pytest.raises(InvalidInput, match="is not a file; move it away"):
        await SqliteTable.open(tmp_path / "truss.sqlite3")
