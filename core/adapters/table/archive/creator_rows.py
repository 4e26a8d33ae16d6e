"""A creator's rows, wherever they lie: in their partitions, and beside those of others."""

from __future__ import annotations

from dataclasses import dataclass, field

from core.adapters.table import keys
from core.adapters.table.archive.walking import WholeTable, delete_all, walk
from core.adapters.table.expressions import Attr
from core.adapters.table.table import ConditionFailed, Item, ItemKey, Update, key_of
from core.domain.work.ids import CreatorId

_DIRECTORY = "DIR#CREATORS#"
_UPLOADS = "UPLOADS#"


@dataclass(slots=True)
class FoundRows:
    """What a walk found: what goes, whose it was, and who is somebody else's as well."""

    doomed: list[ItemKey] = field(default_factory=list)
    shared: list[Item] = field(default_factory=list)
    people: set[str] = field(default_factory=set)
    staying: set[str] = field(default_factory=set)
    accounts: set[str] = field(default_factory=set)
    digests: set[str] = field(default_factory=set)


async def find_rows(table: WholeTable, creator_id: CreatorId) -> FoundRows:
    """Walk the table and note what is theirs."""
    found = FoundRows()
    async for item in walk(table):
        _note(found, item, creator_id)
    return found


async def forget_beside(table: WholeTable, found: FoundRows, creator_id: CreatorId) -> int:
    """Delete what is of people and accounts that go with the creator; return how many rows.

    It comes before the creator's own rows, which tell whose it was, should it be broken off.
    """
    count = 0
    for item in found.shared:
        count += await _leave_session(table, item, creator_id)
    if not found.doomed:
        return count
    leaving, doomed = found.people - found.staying, set(found.doomed)
    orphans = [key_of(item) async for item in walk(table) if _is_orphan(found, item, leaving)]
    return count + await delete_all(table, (key for key in orphans if key not in doomed))


def belongs(item: Item, creator_id: CreatorId) -> bool:
    """Return whether a row is this creator's alone."""
    own, pk = f"{keys.CREATOR_PREFIX}{creator_id}", item["PK"]
    if pk == own or pk.startswith(f"{own}#CLIPS#"):
        return True
    if item.get("creatorId") == creator_id or item["SK"] == own:
        return True
    return bool(pk.startswith(_DIRECTORY) and item["SK"] == creator_id)


def _note(found: FoundRows, item: Item, creator_id: CreatorId) -> None:
    people = {item[name] for name in ("personId",) if item.get(name)}
    if item["PK"].startswith("DISCORD#"):
        people.add(f"discord:{item['PK'].removeprefix('DISCORD#')}")
    if not belongs(item, creator_id):
        if item.get("creatorId"):
            found.staying |= people
        if creator_id in item.get("creatorIds", ()):
            found.shared.append(item)
        return
    found.doomed.append(key_of(item))
    found.people |= people
    if item.get("accountId"):
        found.accounts.add(item["accountId"])
    if item.get("type") == "session":
        found.digests.add(item["digest"])


def _is_orphan(found: FoundRows, item: Item, leaving: set[str]) -> bool:
    """Return whether a row belonged to somebody, or to something, that is gone."""
    pk = item["PK"]
    if pk.startswith("PERSON#"):
        return pk.removeprefix("PERSON#") in leaving or item.get("digest") in found.digests
    if pk.startswith("EMAIL#"):
        return item.get("personId") in leaving
    return pk.startswith(_UPLOADS) and pk.split("#")[-1] in found.accounts


async def _leave_session(table: WholeTable, item: Item, creator_id: CreatorId) -> int:
    """Take the creator out of the choice that a session of another creator offers."""
    left = [one for one in item["creatorIds"] if one != creator_id]
    update = Update(key=key_of(item), set={"creatorIds": left}, condition=Attr("PK").exists())
    try:
        await table.update_if(update)
    except ConditionFailed:
        return 0
    return 1
