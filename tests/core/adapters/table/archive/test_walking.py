from decimal import Decimal

from core.adapters.table.archive.walking import delete_all, to_json, walk
from core.adapters.table.table import key_of


async def test_every_item_is_met_once_across_pages_and_deleted_by_its_key(table):
    for start in range(0, 1050, 25):
        await table.batch_put(
            [{"PK": f"P{n % 7}", "SK": f"{n:04d}", "n": n} for n in range(start, start + 25)]
        )

    met = [item async for item in walk(table)]

    assert sorted(item["n"] for item in met) == list(range(1050))
    assert await delete_all(table, map(key_of, met)) == 1050
    assert [item async for item in walk(table)] == []


def test_numbers_become_those_of_json():
    assert to_json({"a": [Decimal("1.50"), Decimal(3)], "b": None}) == {"a": [1.5, 3], "b": None}
