"""Clip spreading: more partitions for the new clips of one creator, while everybody works.

The number only rises, and one write raises it: whoever lists clips reads it strongly, and whoever
makes one read it before. So a process that still knows the old number writes into partitions that
are listed, and a clip in a new partition is never older than the number that lists it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from core.adapters.table import keys
from core.adapters.table.expressions import Attr, Key
from core.adapters.table.items.creator_items import (
    CREATORS,
    directory_key,
    metadata_key,
    read_clip_shards,
)
from core.adapters.table.items.values import SCHEMA_VERSION
from core.adapters.table.table import (
    Action,
    Check,
    ConditionFailed,
    ItemKey,
    Query,
    Table,
    TransactionCancelled,
    Update,
    key_of,
)
from core.domain.work.ids import CreatorId
from core.errors import InvalidInput, NotFound

SHARDS_MAX: Final = 16
"""Each list reads all of them, and the indexes take no more clips a second than two of them do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClipSpread:
    """Over how many partitions a creator's clips were spread, and are."""

    before: int
    now: int


async def spread_clips(table: Table, creator_id: CreatorId, *, shards: int) -> ClipSpread:
    """Spread a creator's new clips over `shards` partitions; the same number changes nothing.

    Raises NotFound for an unknown creator, and InvalidInput for fewer partitions than there are.
    """
    if not 1 <= shards <= SHARDS_MAX:
        raise InvalidInput(f"Clips are spread over 1 to {SHARDS_MAX} partitions, not {shards}.")
    metadata = await table.get(metadata_key(creator_id), consistent=True)
    directory = metadata or await table.get(directory_key(creator_id), consistent=True)
    if directory is None:
        known = ", ".join(await _list_some(table)) or "nobody"
        raise NotFound(f"There is no creator {creator_id!r} in this table, which knows {known}.")
    before = now = read_clip_shards(metadata)
    if shards != before:
        now = await _raise_for_known(table, creator_id, shards, seen=key_of(directory))
    if shards < now:
        raise InvalidInput(
            f"The clips of {creator_id!r} lie in {now} partitions, and would be lost from lists "
            f"of {shards}: name {now} or more."
        )
    return ClipSpread(before=before, now=now)


async def _list_some(table: Table) -> list[str]:
    """Return some of the creators that there are."""
    known: list[str] = []
    for shard in range(keys.DIRECTORY_SHARDS):
        condition = Key("PK").eq(keys.directory_shard_pk(CREATORS, shard))
        page = await table.query(Query(condition=condition, limit=3))
        known += [item["SK"] for item in page.items]
    return known


async def raise_clip_shards(table: Table, creator_id: CreatorId, shards: int) -> int:
    """Raise the number of partitions, unless it is as high; return what it is."""
    try:
        return read_clip_shards(await table.update_if(_raising(creator_id, shards)))
    except ConditionFailed as error:
        return read_clip_shards(error.current)


async def _raise_for_known(
    table: Table, creator_id: CreatorId, shards: int, *, seen: ItemKey
) -> int:
    """Raise it while what was seen of the creator is there: one who is forgotten leaves no row."""
    raising, is_there = _raising(creator_id, shards), Attr("PK").exists()
    if seen == raising.key and raising.condition is not None:
        actions: list[Action] = [replace(raising, condition=is_there & raising.condition)]
    else:
        actions = [raising, Check(key=seen, condition=is_there)]
    try:
        await table.transact(actions)
    except TransactionCancelled as cancelled:
        current = cancelled.failed.get(0)
        if 1 in cancelled.failed or (seen == raising.key and current is None):
            raise NotFound(f"The creator {creator_id!r} was deleted just now.") from cancelled
        return read_clip_shards(current)
    return shards


def _raising(creator_id: CreatorId, shards: int) -> Update:
    return Update(
        key=metadata_key(creator_id),
        set={"clipShards": shards, "type": "creator", "schemaVersion": SCHEMA_VERSION},
        add={"version": 1},
        condition=Attr("clipShards").not_exists() | Attr("clipShards").lt(shards),
    )
