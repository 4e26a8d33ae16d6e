"""Storage quota: how many bytes of video one creator may have here, and on the way in."""

from __future__ import annotations

from contextlib import suppress
from typing import Final

from core.domain.videos.multipart_upload import MultipartUpload
from core.domain.work.ids import CreatorId
from core.errors import InvalidInput, NotFound
from core.ports.uploads import UploadStore, UploadTickets
from core.ports.videos import AssetStore

UPLOADS_MAX: Final = 200
_GIB: Final = 1024**3
_PAGE: Final = 100


class StorageQuota:
    """Refuses what would go over `bytes_max` a creator; 0 sets no limit.

    Uploads count from their beginning, at the size they were begun with. What was stored before
    there was a count is measured once, when a creator's room is first asked for.
    """

    def __init__(
        self, *, assets: AssetStore, uploads: UploadStore, objects: UploadTickets, bytes_max: int
    ) -> None:
        self._assets = assets
        self._objects = objects
        self._uploads = uploads
        self._bytes_max = bytes_max

    async def require_room(self, creator_id: CreatorId, size_bytes: int) -> None:
        """Raise InvalidInput, which says what to do, if there is no room for so many bytes."""
        if not self._bytes_max:
            return
        uploads = await self._uploads.list_uploads(creator_id, limit=UPLOADS_MAX)
        if len(uploads) >= UPLOADS_MAX:
            raise InvalidInput(
                f"{UPLOADS_MAX} files were sent within two days; wait a day, or cancel some."
            )
        stored = await self._count_stored(creator_id)
        left = self._bytes_max - stored - size_bytes
        if left >= sum(upload.size_bytes for upload in uploads):
            return
        coming = [upload.size_bytes for upload in uploads if not await self._is_stored(upload)]
        if left < sum(coming):
            self._refuse(stored + sum(coming))

    async def require_size(self, creator_id: CreatorId, size_bytes: int) -> None:
        """Raise InvalidInput if a video that is here already is too much beside what is stored."""
        if self._bytes_max:
            stored = await self._count_stored(creator_id)
            if stored + size_bytes > self._bytes_max:
                self._refuse(stored)

    async def _count_stored(self, creator_id: CreatorId) -> int:
        count = await self._assets.count_bytes(creator_id)
        while not count.is_whole:
            size_bytes = max(await self._measure(creator_id), count.size_bytes)
            if await self._assets.complete_count(creator_id, count, size_bytes=size_bytes):
                return size_bytes
            count = await self._assets.count_bytes(creator_id)
        return count.size_bytes

    async def _measure(self, creator_id: CreatorId) -> int:
        """Return the size of all videos; that of its object where one tells none."""
        size_bytes, cursor = 0, None
        while True:
            page = await self._assets.list_assets(creator_id, cursor=cursor, limit=_PAGE)
            for asset in page.items:
                known = asset.size_bytes or await self._objects.find_size(asset.object_key)
                size_bytes += known or 0
            cursor = page.cursor
            if cursor is None:
                return size_bytes

    async def _is_stored(self, upload: MultipartUpload) -> bool:
        """Return whether the upload has become an asset, which is counted as that."""
        if upload.is_finished:
            with suppress(NotFound):
                await self._assets.get_asset(upload.creator_id, upload.asset_id)
                return True
        return False

    def _refuse(self, taken: int) -> None:
        raise InvalidInput(
            f"There is no room for that file: this creator's videos take {taken / _GIB:,.1f} of "
            f"{self._bytes_max / _GIB:,.0f} GiB. Choose a smaller rendition, cancel an upload that "
            "is under way, or ask whoever runs Truss to raise TRUSS_CREATOR_GIGABYTES_MAX."
        )
