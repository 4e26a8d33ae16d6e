"""Multipart uploads: large files on their way in, in numbered parts."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import NewType

from core.domain.videos.intake import IntakeId, name_source
from core.domain.work.ids import AssetId, CreatorId
from core.errors import InvalidInput

UploadId = NewType("UploadId", str)

FILE_NAME_LENGTH_MAX = 200
FINGERPRINT_LENGTH_MAX = 100
PART_BYTES = 8 * 1024**2
PARTS_WISHED = 2000  # a larger file has larger parts


@dataclass(frozen=True, slots=True, kw_only=True)
class NewFile:
    """What a browser says about the file somebody chose; `start` are its first bytes.

    `fingerprint` is the browser's own: the same for the same file, chosen again.
    """

    name: str
    size_bytes: int
    fingerprint: str
    start: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class MultipartUpload:
    """A file on its way in; parts count from 1, and all but the last have `part_bytes`.

    `storage_upload_id` is the storage's own id. Once it `is_finished` no more parts are accepted:
    the job of its intake has it.
    """

    id: UploadId
    creator_id: CreatorId
    person_id: str
    intake_id: IntakeId
    asset_id: AssetId
    file_name: str
    size_bytes: int
    part_bytes: int
    created_at: datetime
    updated_at: datetime
    storage_upload_id: str
    is_finished: bool = False
    version: int = 1

    @property
    def object_key(self) -> str:
        return name_source(self.creator_id, self.asset_id)

    @property
    def part_count(self) -> int:
        return -(-self.size_bytes // self.part_bytes)

    def size_of_part(self, number: int) -> int:
        """Return a part's size in bytes; InvalidInput if the file has no such part."""
        if not 1 <= number <= self.part_count:
            raise InvalidInput(f"That file has parts 1 to {self.part_count}; reload the page.")
        return min(self.part_bytes, self.size_bytes - (number - 1) * self.part_bytes)


def name_upload(creator_id: CreatorId, person_id: str, file: NewFile) -> UploadId:
    """Return the id that the same file from the same person always gets, so that it can resume."""
    named = (creator_id, person_id, file.name, str(file.size_bytes), file.fingerprint)
    text = "\x1f".join(named).encode(errors="surrogatepass")
    return UploadId(hashlib.sha256(text).hexdigest()[:32])


def choose_part_bytes(size_bytes: int) -> int:
    """Return the size of the parts in bytes, a whole number of MiB."""
    mebibytes = -(-size_bytes // (PARTS_WISHED * 1024**2))
    return max(PART_BYTES, mebibytes * 1024**2)


def check_file(file: NewFile, *, size_bytes_max: int) -> NewFile:
    """Return the file; InvalidInput, with what to do, if it cannot be accepted."""
    if file.size_bytes <= 0:
        raise InvalidInput("That file is empty; choose the video itself.")
    if file.size_bytes > size_bytes_max:
        raise InvalidInput(
            f"That file is larger than {size_bytes_max // 1024**2:,} MiB; "
            "choose a smaller rendition."
        )
    if not 0 < len(file.name) <= FILE_NAME_LENGTH_MAX:
        raise InvalidInput(
            f"The name of that file is longer than {FILE_NAME_LENGTH_MAX} characters or missing; "
            "rename it, then choose it again."
        )
    if len(file.fingerprint) > FINGERPRINT_LENGTH_MAX:
        raise InvalidInput(
            "That upload was not started on this page; reload the page and try again."
        )
    return file
