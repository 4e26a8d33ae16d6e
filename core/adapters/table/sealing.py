"""Sealing: one attribute of an item stored in sealed form only, bound to the item's row."""

from __future__ import annotations

from dataclasses import dataclass

from core.adapters.table.table import Item
from core.ports.accounts import Cipher, Sealed

KEY_ID = "keyId"
SEALED = "sealed"


@dataclass(frozen=True, slots=True)
class SealedAttribute:
    """Seals the attribute `name`; without a cipher it stays as it is, as where none is opened."""

    name: str
    cipher: Cipher | None

    async def seal(self, item: Item) -> Item:
        """Return the item with the attribute sealed; one that is empty holds no secret."""
        if self.cipher is None or not item.get(self.name):
            return item
        sealed = await self.cipher.seal(item[self.name], pk=item["PK"], sk=item["SK"])
        bare = {name: value for name, value in item.items() if name != self.name}
        return bare | {KEY_ID: sealed.key_id, SEALED: sealed.text}

    async def open(self, item: Item) -> Item:
        """Return the item as it was; one that an older program stored was never sealed."""
        if self.cipher is None or SEALED not in item:
            return item
        sealed = Sealed(key_id=item[KEY_ID], text=item[SEALED])
        secret = await self.cipher.unseal(sealed, pk=item["PK"], sk=item["SK"])
        return item | {self.name: secret}
