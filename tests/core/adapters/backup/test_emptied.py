import asyncio
import shutil
import sqlite3
from contextlib import closing

import pytest

from core.adapters.backup.emptied import require_whole_home
from core.adapters.table.sqlite import SqliteTable
from core.errors import ExternalFailure, InvalidInput
from tests.core.adapters.backup.homes import TABLE, make_home


@pytest.fixture
def home(tmp_path):
    return make_home(tmp_path / "home")


def _empty(home, statement="DELETE FROM items"):
    with closing(sqlite3.connect(home / TABLE)) as connection:
        connection.execute(statement)
        connection.commit()


def test_a_home_as_it_was_left_is_opened(home, tmp_path):
    require_whole_home(home, TABLE)
    require_whole_home(tmp_path / "new", TABLE)


def test_a_table_that_lost_its_rows_is_never_opened_as_new(home):
    _empty(home)

    with pytest.raises(ExternalFailure, match=r"it had 40 rows, and has 0.*`trussbot restore"):
        require_whole_home(home, TABLE)


@pytest.mark.parametrize("how", ["deleted", "truncated"])
def test_a_table_that_is_gone_is_never_opened_as_new(home, how):
    (home / TABLE).unlink()
    if how == "truncated":
        (home / TABLE).touch()

    with pytest.raises(ExternalFailure, match="is gone or empty: it had 40 rows"):
        require_whole_home(home, TABLE)
    (home / "truss.rows").unlink()
    with pytest.raises(ExternalFailure, match="files of creators lie beside"):
        require_whole_home(home, TABLE)
    shutil.rmtree(home / "objects")
    require_whole_home(home, TABLE)


def test_a_table_that_knows_nothing_of_the_files_beside_it_is_not_theirs(home):
    (home / TABLE).unlink()
    (home / "truss.rows").unlink()
    asyncio.run(_make_other(home))

    with pytest.raises(ExternalFailure, match="knows nothing of the files"):
        require_whole_home(home, TABLE)


async def _make_other(home):
    fresh = await SqliteTable.open(home / TABLE)
    await fresh.put_if({"PK": "CREATOR#bob", "SK": "METADATA"})
    await fresh.close()


def test_a_creator_whose_files_were_deleted_leaves_nothing_to_miss(home):
    """Deleting a file leaves its folder."""
    for path in (home / "objects").rglob("*.mp4"):
        path.unlink()
    _empty(home)
    (home / "truss.rows").unlink()

    require_whole_home(home, TABLE)


def test_an_unfinished_restore_is_not_opened(home, tmp_path):
    (tmp_path / "half" / ".restoring").mkdir(parents=True)
    with pytest.raises(InvalidInput, match="was not finished"):
        require_whole_home(tmp_path / "half", TABLE)

    (home / ".restoring").mkdir()
    require_whole_home(home, TABLE)
    assert not (home / ".restoring").exists()
