import asyncio
import os
import signal
import subprocess
import sys
import uuid
from decimal import Decimal
from pathlib import Path

import pytest

from core.adapters.table.copying import ROUND, WorkspaceCopy
from core.adapters.table.dynamodb import DynamoTable
from core.adapters.table.schema import create_table
from core.adapters.table.sqlite import SqliteTable
from core.adapters.table.table import ItemKey
from core.errors import InvalidInput
from tests.builders import NOON

ROOT = Path(__file__).parents[4]
ITEMS = 2 * ROUND + 50
LATER = 4_102_444_800  # 2100: the double sweeps by the real time
EARLIER = int(NOON.timestamp()) - 1


def _item(number):
    item = {
        "PK": f"CREATOR#{number % 7}",
        "SK": f"CLIP#{number:05d}",
        "GSI1PK": f"CREATOR#{number % 7}#CLIPSCORE",
        "GSI1SK": f"SCORE#{number % 101:03d}",
        "type": "clip",
        "card": {"title": "ünïcode", "score": Decimal("1.25")},
        "list": [1, None, True, {"deep": "er"}],
        "version": number,
    }
    return item | ({"ttl": LATER} if number % 3 == 0 else {})


@pytest.fixture
async def source(tmp_path):
    """A workspace file with items of every kind, one of which has expired."""
    path = tmp_path / "truss.sqlite3"
    table = await SqliteTable.open(path)
    items = [_item(number) for number in range(ITEMS)]
    for start in range(0, ITEMS, 25):
        await table.batch_put(items[start : start + 25])
    await table.put_if({"PK": "MAGIC#1", "SK": "VERIFY", "ttl": EARLIER})
    await table.close()
    return path


@pytest.fixture
async def name(dynamodb_client):
    name = f"truss-{uuid.uuid4().hex}"
    await asyncio.to_thread(create_table, dynamodb_client, name)
    return name


@pytest.fixture
async def table(dynamodb_client, name):
    table = DynamoTable(dynamodb_client, name)
    yield table
    await table.close()


def _copy(source, table, name):
    return WorkspaceCopy(source, table=table, name=name, now=lambda: NOON)


async def _read(table):
    page = await table.scan()
    items = list(page.items)
    while page.cursor:
        page = await table.scan(cursor=page.cursor)
        items += page.items
    return sorted(items, key=lambda item: (item["PK"], item["SK"]))


def _expected():
    return sorted(map(_item, range(ITEMS)), key=lambda item: (item["PK"], item["SK"]))


async def test_every_live_item_is_copied_and_counted(source, table, name):
    seen = []

    report = await _copy(source, table, name).run(lambda done, total: seen.append((done, total)))

    assert (report.copied, report.total, report.is_whole) == (ITEMS, ITEMS, True)
    assert await _read(table) == _expected()
    assert seen == [(ROUND, ITEMS), (2 * ROUND, ITEMS), (ITEMS, ITEMS)]


@pytest.mark.parametrize("batches", [3, 16, 18])
async def test_a_copy_that_was_killed_goes_on_to_the_same_items(
    source, table, name, aws_endpoint, batches
):
    """The day that a user outgrows one machine is no day to begin anew at every accident."""
    killed = await asyncio.to_thread(
        subprocess.run,
        [
            *(sys.executable, "-m", "tests.core.adapters.table.copy_killed"),
            *(str(source), name, str(batches)),
        ],
        cwd=ROOT,
        env=os.environ
        | {
            "AWS_ENDPOINT_URL": aws_endpoint,
            "AWS_REGION": "eu-central-1",
            "AWS_ACCESS_KEY_ID": "test",
            "AWS_SECRET_ACCESS_KEY": "test",
        },
        check=False,
        timeout=60,
    )
    assert killed.returncode == -signal.SIGKILL
    assert 25 * batches <= len(await _read(table)) <= ITEMS

    report = await _copy(source, table, name).run(lambda *_: None)

    # A round is 8 batches of 25, and its checkpoint follows it: rounds that were cut short are
    # copied anew.
    rounds = (batches - 1) // 8
    assert (report.copied, report.total, report.is_whole) == (ITEMS - rounds * ROUND, ITEMS, True)
    assert await _read(table) == _expected()


async def test_what_changed_between_two_runs_is_mended(source, table, name):
    class _Stop(Exception):
        pass

    def stop(*_):
        raise _Stop

    with pytest.raises(_Stop):
        await _copy(source, table, name).run(stop)
    workspace = await SqliteTable.open(source)
    first, second, third = (_item(number) for number in (0, 7, 14))  # all copied by then
    await workspace.put_if(first | {"version": 99})
    await workspace.delete_if(ItemKey(second["PK"], second["SK"]))
    await workspace.put_if(third | {"SK": "CLIP#00000-new"})
    await workspace.close()

    report = await _copy(source, table, name).run(lambda *_: None)

    # 200 were copied before; the changed and the new item come on top of the rest.
    assert (report.copied, report.total) == (ITEMS - ROUND + 2, ITEMS)
    assert report.is_whole
    keys = {(item["PK"], item["SK"]): item["version"] for item in await _read(table)}
    assert keys[first["PK"], first["SK"]] == 99
    assert (second["PK"], second["SK"]) not in keys
    assert (third["PK"], "CLIP#00000-new") in keys


async def test_a_finished_copy_is_compared_and_left_alone(source, table, name):
    """By then people may work on the table; the old workspace must not overwrite them."""
    await _copy(source, table, name).run(lambda *_: None)
    gone, changed = _item(1), _item(2)
    await table.delete_if(ItemKey(gone["PK"], gone["SK"]))
    await table.put_if(changed | {"version": 99})
    await table.put_if({"PK": "CREATOR#new", "SK": "METADATA"})

    report = await _copy(source, table, name).run(lambda *_: None)

    found = (report.copied, report.missing, report.different, report.surplus)
    assert (found, report.is_whole) == ((0, 1, 1, 1), False)
    assert len(await _read(table)) == ITEMS


async def test_a_table_that_holds_something_is_refused(source, table, name):
    await table.put_if({"PK": "CREATOR#other", "SK": "METADATA"})

    with pytest.raises(InvalidInput, match="not empty"):
        await _copy(source, table, name).run(lambda *_: None)


async def test_a_workspace_that_is_not_there_is_told(tmp_path, table, name):
    with pytest.raises(InvalidInput, match="TRUSS_HOME"):
        await _copy(tmp_path / "nothing.sqlite3", table, name).run(lambda *_: None)


@pytest.mark.parametrize("content", ["", "[]", '{"after": 1}', "{"])
async def test_a_checkpoint_that_cannot_be_read_is_told(source, table, name, content):
    source.with_name(f"copy-to-{name}.json").write_text(content)

    with pytest.raises(InvalidInput, match="checkpoint"):
        await _copy(source, table, name).run(lambda *_: None)
