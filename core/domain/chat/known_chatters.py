"""Known chatters: who has been heard before, in a set that stays small and forgets nobody."""

from __future__ import annotations

from typing import Final
from zlib import crc32

_SMALL_BYTES: Final = 512
_LARGE_BYTES: Final = 65_536
_SMALL_HOLDS: Final = 400


class KnownChatters:
    """A hashed set of names: 512 bytes for the first 400, and 64 KB more for a larger crowd.

    A stranger may be mistaken for somebody known (one in ten once 400, or 50,000, are known), never
    the other way round.
    """

    __slots__ = ("_large", "_met", "_small")

    def __init__(self) -> None:
        self._small = bytearray(_SMALL_BYTES)
        self._large: bytearray | None = None
        self._met = 0

    def add(self, name: str) -> bool:
        """Remember a name; return whether it is new."""
        digest = crc32(name.encode("utf-8", "replace"))
        place, bit = digest >> 3, 1 << (digest & 7)
        if self._small[place % _SMALL_BYTES] & bit:
            return False
        if self._met < _SMALL_HOLDS:
            self._met += 1
            self._small[place % _SMALL_BYTES] |= bit
            return True
        if self._large is None:
            self._large = bytearray(_LARGE_BYTES)
        if self._large[place % _LARGE_BYTES] & bit:
            return False
        self._large[place % _LARGE_BYTES] |= bit
        return True
