"""A table that says how many units it took since it was last emptied."""

from __future__ import annotations

from dataclasses import dataclass

from core.adapters.table.metered import MeteredTable
from core.adapters.table.table import Table
from core.domain.work.meters import Meters

_OPERATIONS = (
    *("get", "batch_get", "query", "put", "update", "delete"),
    *("transact", "batch_put", "batch_delete"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Units:
    """What DynamoDB would bill, and the calls."""

    reads: float
    writes: float
    calls: int


class UnitTable(MeteredTable):
    """The table that the bot counts with."""

    def __init__(self, inside: Table) -> None:
        super().__init__(inside, Meters())

    @property
    def units(self) -> Units:
        read = self._meters.read
        return Units(
            reads=read("truss_table_units_total", kind="read"),
            writes=read("truss_table_units_total", kind="write"),
            calls=sum(int(read("truss_table_calls_total", operation=name)) for name in _OPERATIONS),
        )

    def empty(self) -> None:
        self._meters = Meters()
