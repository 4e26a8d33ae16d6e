"""Secrets: sealing what must never be read where it lies, such as platform tokens."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol

from core.errors import Forbidden


@dataclass(frozen=True, slots=True, kw_only=True)
class Sealed:
    """A secret as it is stored: base64 text, beside the id of the key that it was sealed with."""

    key_id: str
    text: str = field(repr=False)


class SealBroken(Forbidden):
    """What was sealed was changed or moved to another row, or its key is gone."""


class Cipher(Protocol):
    """Seals secrets, each bound to the row of the table that holds it."""

    async def seal(self, secret: str, *, pk: str, sk: str) -> Sealed:
        """Seal the secret for the row `pk`, `sk`; sealing it again gives another text."""
        ...

    async def unseal(self, sealed: Sealed, *, pk: str, sk: str) -> str:
        """Return the secret; SealBroken where it was sealed for another row."""
        ...

    def is_current(self, sealed: Sealed) -> bool:
        """Say whether it is sealed with the newest key; if not, seal it anew when it is saved."""
        ...
