"""Writes pairs of items without end and says which were acknowledged; it is made to be killed.

Run as `python -m tests.core.adapters.table.crash_writer FILE FIRST`.
"""

import asyncio
import itertools
import sys
from pathlib import Path

from core.adapters.table.expressions import Attr
from core.adapters.table.sqlite import SqliteTable
from core.adapters.table.table import Delete, ItemKey, Put, Update

WRITERS = 6
COUNTER = ItemKey("COUNTER", "pairs")
PADDING = "x" * 700


def pair_actions(number: int) -> list[Put | Update | Delete]:
    """Two items that are only ever there together, counted; and one that is taken away."""
    fresh = Attr("PK").not_exists()
    name = f"{number:08d}"
    index = {"GSI1PK": "LEFT", "GSI1SK": name, "type": "left", "body": PADDING}
    return [
        Put(item={"PK": "LEFT", "SK": name} | index, condition=fresh),
        Put(item={"PK": "RIGHT", "SK": name, "body": PADDING}, condition=fresh),
        Update(key=COUNTER, add={"n": 1}),
        Delete(key=ItemKey("PASSING", name)),
    ]


async def write(table: SqliteTable, numbers: "itertools.count[int]") -> None:
    while True:
        number = next(numbers)
        await table.put_if({"PK": "PASSING", "SK": f"{number:08d}"})
        await table.transact(pair_actions(number))
        sys.stdout.write(f"{number}\n")
        sys.stdout.flush()


async def main(path: Path, first: int) -> None:
    table = await SqliteTable.open(path)
    numbers = itertools.count(first)
    await asyncio.gather(*(write(table, numbers) for _ in range(WRITERS)))


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]), int(sys.argv[2])))
