"""Who owns what, in memory."""

from __future__ import annotations

from collections.abc import Collection

from core.ports.work import Ownership, OwnershipStore


class FakeOwnerships:
    """Rows by name; several processes of a test may share one."""

    def __init__(self) -> None:
        self.rows: dict[str, Ownership] = {}

    async def list_ownerships(self, *, of: Collection[str] = ()) -> dict[str, Ownership]:
        return dict(self.rows)

    async def put_ownership(self, ownership: Ownership, *, over_beat: str | None) -> bool:
        stored = self.rows.get(ownership.name)
        beat = stored.beat if stored else None
        if beat not in {over_beat, ownership.beat}:
            return False
        self.rows[ownership.name] = ownership
        return True

    async def delete_ownership(self, name: str, *, beat: str) -> bool:
        stored = self.rows.get(name)
        if stored is None or stored.beat != beat:
            return False
        del self.rows[name]
        return True


_: type[OwnershipStore] = FakeOwnerships
