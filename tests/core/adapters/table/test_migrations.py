import pytest

from core.adapters.table import migrations
from core.adapters.table.migrations import RewriteReport, rewrite, upgrade
from core.adapters.table.sqlite import SqliteTable
from core.adapters.table.table import ItemKey, Update

OLD = {"PK": "A", "SK": "1", "type": "clip", "schemaVersion": 1, "name": "x", "version": 3}
NEW = {"PK": "A", "SK": "1", "type": "clip", "schemaVersion": 3, "title": "X", "version": 3}


def _rename(item):
    return {**{k: v for k, v in item.items() if k != "name"}, "title": item.get("name", "")}


@pytest.fixture(autouse=True)
def _steps(monkeypatch):
    monkeypatch.setitem(migrations.STEPS, 1, {"clip": _rename})
    monkeypatch.setitem(
        migrations.STEPS, 2, {"clip": lambda item: {**item, "title": item["title"].upper()}}
    )


@pytest.fixture
async def plain(tmp_path):
    table = await SqliteTable.open(tmp_path / "truss.db")
    yield table
    await table.close()


def test_steps_are_taken_one_after_the_other():
    assert upgrade(OLD, current=3) == NEW
    assert upgrade(NEW, current=3) is NEW
    other = {"type": "asset", "schemaVersion": 1}
    assert upgrade(other, current=3) == {"type": "asset", "schemaVersion": 3}


@pytest.mark.parametrize(
    "item", [{"schemaVersion": 9}, {"type": "clip", "card": {}}, {"schemaVersion": "1"}]
)
def test_what_is_newer_or_says_nothing_stays(item):
    assert upgrade(item, current=3) is item


async def test_a_table_is_rewritten_once_while_others_read_it(plain):
    for number in range(5):
        await plain.put_if({**OLD, "SK": str(number)})
    await plain.put_if({**NEW, "SK": "new"})

    assert await rewrite(plain, current=3) == RewriteReport(total=6, done=5)
    assert await rewrite(plain, current=3) == RewriteReport(total=6)
    assert await plain.get(ItemKey("A", "1")) == NEW


async def test_an_item_that_is_changed_meanwhile_is_left_to_the_next_run(plain, monkeypatch):
    await plain.put_if(OLD)
    put = plain.put_if

    async def change_first(item, condition=None):
        monkeypatch.setattr(plain, "put_if", put)
        await plain.update_if(Update(key=ItemKey("A", "1"), add={"version": 1}))
        await put(item, condition)

    monkeypatch.setattr(plain, "put_if", change_first)

    assert await rewrite(plain, current=3) == RewriteReport(total=1, busy=1)
    assert await rewrite(plain, current=3) == RewriteReport(total=1, done=1)
