"""What all processes can read, in memory: everything, unless a test says otherwise."""

from __future__ import annotations

from core.ports.work import Formats


class FakeFormats:
    def __init__(self, *, carries: bool = True) -> None:
        self.carries = carries

    async def may_carry(self) -> bool:
        return self.carries


_: type[Formats] = FakeFormats
