"""Storage watch: tells health whether files can be stored and read."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from pathlib import Path
from typing import Final

from core.errors import Busy, ExternalFailure, RightsRefused, TrussError, tell_in_full
from core.ports.storage import ObjectStorage
from core.services.work.health import Health

PART: Final = "File storage"
TROUBLE: Final = (
    "Files can be neither stored nor read, so clips and uploads wait. Check the disk, or "
    "TRUSS_BUCKET and the role's permissions; Truss keeps trying."
)
HELD_SECONDS: Final = 900.0
"""Jobs try again more often than this: what is not noted again has passed, or nobody needs it."""


class StorageWatch:
    """A storage that tells health how each call went; a file that is not there is no trouble."""

    def __init__(self, storage: ObjectStorage, *, health: Health) -> None:
        self._storage = storage
        self._health = health

    async def put_file(self, object_key: str, source: Path) -> None:
        with self._noting():
            await self._storage.put_file(object_key, source)

    @asynccontextmanager
    async def open_file(self, object_key: str) -> AsyncIterator[Path]:
        async with AsyncExitStack() as stack:
            with self._noting():
                path = await stack.enter_async_context(self._storage.open_file(object_key))
            yield path

    async def delete_file(self, object_key: str) -> None:
        with self._noting():
            await self._storage.delete_file(object_key)

    async def try_rights(self) -> None:
        with self._noting():
            await self._storage.try_rights()

    async def list_files(self, prefix: str) -> tuple[str, ...]:
        with self._noting():
            return await self._storage.list_files(prefix)

    async def delete_below(self, prefix: str) -> int:
        with self._noting():
            return await self._storage.delete_below(prefix)

    @contextmanager
    def _noting(self) -> Iterator[None]:
        try:
            yield
        except RightsRefused as error:
            self._health.note_trouble(
                PART, str(error), in_full=tell_in_full(error), for_seconds=HELD_SECONDS
            )
            raise
        except (ExternalFailure, Busy):
            self._health.note_trouble(PART, TROUBLE, for_seconds=HELD_SECONDS)
            raise
        except TrussError:
            raise
        else:
            self._health.note_ok(PART)


_: type[ObjectStorage] = StorageWatch
