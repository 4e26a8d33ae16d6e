"""Uploads in parts, kept for two days so that a cut connection can go on."""

from __future__ import annotations

from typing import Protocol

from core.domain.ids import CreatorId
from core.domain.multipart_upload import MultipartUpload, UploadId


class UploadStore(Protocol):
    """Keeps what has arrived of each upload."""

    async def get_upload(self, creator_id: CreatorId, upload_id: UploadId) -> MultipartUpload: ...

    async def add_upload(self, upload: MultipartUpload) -> bool: ...

    async def save_upload(self, upload: MultipartUpload) -> MultipartUpload: ...

    async def delete_upload(self, creator_id: CreatorId, upload_id: UploadId) -> bool:
        """Forget it; False where it is not stored."""
        ...
