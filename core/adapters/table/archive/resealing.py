"""Resealing: every sealed attribute sealed anew with the newest key, while others go on."""

from __future__ import annotations

from dataclasses import dataclass

from core.adapters.table.archive.walking import WholeTable, walk
from core.adapters.table.expressions import Attr
from core.adapters.table.sealing import KEY_ID, SEALED
from core.adapters.table.table import ConditionFailed, Item, Update, key_of
from core.ports.accounts import Cipher, SealBroken, Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class ResealReport:
    """How many were sealed anew, are as they should be, and cannot be opened any more."""

    done: int = 0
    current: int = 0
    broken: int = 0


async def reseal(table: WholeTable, cipher: Cipher) -> ResealReport:
    """Seal all anew; one that somebody else saves meanwhile is sealed by them."""
    done = current = broken = 0
    async for item in walk(table):
        if SEALED not in item:
            continue
        try:
            if cipher.is_current(Sealed(key_id=item[KEY_ID], text=item[SEALED])):
                current += 1
            else:
                done += await _reseal(table, cipher, item)
        except SealBroken:
            broken += 1
    return ResealReport(done=done, current=current, broken=broken)


async def _reseal(table: WholeTable, cipher: Cipher, item: Item) -> int:
    key, text = key_of(item), item[SEALED]
    secret = await cipher.unseal(Sealed(key_id=item[KEY_ID], text=text), pk=key.pk, sk=key.sk)
    sealed = await cipher.seal(secret, pk=key.pk, sk=key.sk)
    update = Update(
        key=key,
        set={KEY_ID: sealed.key_id, SEALED: sealed.text},
        condition=Attr(SEALED).eq(text),
    )
    try:
        await table.update_if(update)
    except ConditionFailed:
        return 0
    return 1
