"""A cipher without cryptography that is still bound to rows."""

from __future__ import annotations

import base64
import json

from core.ports.accounts import Cipher, SealBroken, Sealed


class FakeCipher:
    """Keeps texts readable; a test changes `key_id` to rotate keys, and `lost` names lost ones."""

    def __init__(self) -> None:
        self.key_id = "key-1"
        self.lost: set[str] = set()
        self._count = 0

    async def seal(self, secret: str, *, pk: str, sk: str) -> Sealed:
        self._count += 1
        parts = json.dumps([self._count, pk, sk, secret])
        return Sealed(key_id=self.key_id, text=base64.b64encode(parts.encode()).decode())

    async def unseal(self, sealed: Sealed, *, pk: str, sk: str) -> str:
        try:
            _, *row, secret = json.loads(base64.b64decode(sealed.text, validate=True))
        except ValueError:
            raise SealBroken("That was not sealed here.") from None
        if row != [pk, sk] or sealed.key_id in self.lost:
            raise SealBroken("That was sealed for another row.")
        return str(secret)

    def is_current(self, sealed: Sealed) -> bool:
        return sealed.key_id == self.key_id


_: type[Cipher] = FakeCipher
