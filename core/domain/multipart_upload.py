"""Uploads in parts: what has arrived of a large file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import NewType

from core.domain.ids import CreatorId

UploadId = NewType("UploadId", str)


@dataclass(frozen=True, slots=True, kw_only=True)
class MultipartUpload:
    """A file on its way to `object_key`; parts are named by their number, from 1.

    `storage_upload_id` is what the storage calls it; `parts` maps a number to the storage's tag.
    """

    id: UploadId
    creator_id: CreatorId
    object_key: str
    file_name: str
    size_bytes: int
    part_bytes: int
    created_at: datetime
    updated_at: datetime
    storage_upload_id: str = ""
    parts: Mapping[str, str]
    version: int = 1
