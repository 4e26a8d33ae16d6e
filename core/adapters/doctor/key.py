"""The KMS key: whether tokens can be sealed with it and opened again."""

from __future__ import annotations

import secrets
from typing import Final

from core.domain.work.finding import Finding, explain
from core.errors import TrussError
from core.ports.accounts import Cipher

CHECK: Final = "key"


async def try_cipher(cipher: Cipher) -> None:
    """Seal and open something; raises what keeps it from that."""
    row = {"pk": "DOCTOR", "sk": secrets.token_hex(8)}
    await cipher.unseal(await cipher.seal("truss", **row), **row)


async def look_at_key(cipher: Cipher) -> list[Finding]:
    """Return why the key does not do."""
    try:
        await try_cipher(cipher)
    except TrussError as error:
        return [explain(CHECK, error)]
    return []
