"""Migrations: items that an older program wrote, brought forward when they are read.

A step takes an item of its version and returns it as the next version has it. Steps must bear being
done twice, and items of which an older program has changed single attributes since. What a newer
program wrote is left as it is: it only adds, as long as both work on one table.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from core.adapters.table.archive.walking import WholeTable, walk
from core.adapters.table.expressions import Attr
from core.adapters.table.items.values import SCHEMA_VERSION
from core.adapters.table.table import ConditionFailed, Item

Step = Callable[[Item], Item]
STEPS: Final[dict[int, Mapping[str, Step]]] = {}
"""From which version: the step of each `type` of item that changed with the next one."""
_VERSION: Final = "schemaVersion"


@dataclass(frozen=True, slots=True, kw_only=True)
class RewriteReport:
    """How many items there are, and how many were rewritten or were changed meanwhile."""

    total: int = 0
    done: int = 0
    busy: int = 0


def upgrade(item: Item, *, current: int = SCHEMA_VERSION) -> Item:
    """Return an item as this program writes it; an index's row, which has no version, as it is."""
    version = item.get(_VERSION, current)
    if not isinstance(version, int) or version >= current:
        return item
    for number in range(version, current):
        step = STEPS.get(number, {}).get(item.get("type", ""))
        item = step(item) if step else item
    return item | {_VERSION: current}


async def rewrite(table: WholeTable, *, current: int = SCHEMA_VERSION) -> RewriteReport:
    """Store every older item as it is read; one that is changed meanwhile is left for later."""
    total = done = busy = 0
    async for item in walk(table):
        total += 1
        newer = upgrade(item, current=current)
        if newer is item:
            continue
        condition = Attr(_VERSION).eq(item[_VERSION])
        if "version" in item:
            condition = condition & Attr("version").eq(item["version"])
        try:
            await table.put_if(newer, condition)
            done += 1
        except ConditionFailed:
            busy += 1
    return RewriteReport(total=total, done=done, busy=busy)
