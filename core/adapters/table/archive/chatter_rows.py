"""A chatter's evidence: the lines they wrote, and the clips that they asked for, in every row."""

from __future__ import annotations

import json
import re
from collections import Counter
from typing import Any, Final

from core.adapters.table.archive.walking import WholeTable, to_json, walk
from core.adapters.table.expressions import Attr
from core.adapters.table.table import ConditionFailed, Item, Update, key_of
from core.ports.archive import ChatterForgotten

_LINES: Final = "strongest"
_ASKED: Final = ("askedBy", "askedTitle")
MENTION_CHARACTERS_MIN: Final = 3
"""A shorter name is found in any text."""


class ChatterEvidence:
    """What one name stands in; lines of others that mention the name are theirs as well."""

    def __init__(self, name: str) -> None:
        self._name = name.strip().removeprefix("@").casefold()
        self._pattern = re.compile(rf"(?<!\w){re.escape(self._name)}(?!\w)")

    async def forget(self, table: WholeTable) -> ChatterForgotten:
        rows, mentions = 0, Counter[str]()
        async for item in walk(table):
            changed = {
                name: bare
                for name, value in item.items()
                if isinstance(value, dict | list) and (bare := self.strip(value)) != value
            }
            if changed:
                rows += await self._store(table, item, changed)
            if self._mentions(json.dumps(to_json(item | changed), ensure_ascii=False)):
                mentions[str(item.get("type", "row"))] += 1
        return ChatterForgotten(rows=rows, mentions=dict(mentions))

    def strip(self, value: Any) -> Any:
        """Return a value without what the chatter said or asked for, however deep it lies."""
        if isinstance(value, list):
            return [self.strip(inner) for inner in value]
        if not isinstance(value, dict):
            return value
        asked = str(value.get("askedBy", "")).casefold() == self._name
        kept = {key: self.strip(inner) for key, inner in value.items()}
        if asked:
            kept = {key: inner for key, inner in kept.items() if key not in _ASKED}
        if isinstance(lines := kept.get(_LINES), list):
            kept[_LINES] = [line for line in lines if not self._is_theirs(line)]
        return kept

    def _is_theirs(self, line: Any) -> bool:
        """A line is `[offset, chatter, text]`."""
        if not isinstance(line, list) or len(line) < 3:
            return False
        return str(line[1]).casefold() == self._name or self._mentions(str(line[2]))

    def _mentions(self, text: str) -> bool:
        is_long = len(self._name) >= MENTION_CHARACTERS_MIN
        return is_long and self._pattern.search(text.casefold()) is not None

    async def _store(self, table: WholeTable, item: Item, changed: dict[str, Any]) -> int:
        """Store it without a new version, so that what people have seen can still be approved."""
        seen = item.get("version")
        condition = Attr("version").eq(seen) if seen else Attr("PK").exists()
        try:
            await table.update_if(Update(key=key_of(item), set=changed, condition=condition))
        except ConditionFailed:
            return 0  # it was changed meanwhile: the next round meets it again
        return 1
