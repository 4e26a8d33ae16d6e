"""Figure files: exports that somebody brought, kept as they are under their hash."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from core.domain.work.ids import CreatorId

BYTES_MAX: Final = 10 * 1024 * 1024
"""The largest file of figures that is read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureFile:
    """A file of figures; `imported_at` is None while it was only looked at.

    `as_of` is the day for which its figures stand.
    """

    creator_id: CreatorId
    digest: str
    file_name: str
    size_bytes: int
    brought_by: str
    brought_at: datetime
    as_of: date
    imported_at: datetime | None = None
    posts: int = 0

    @property
    def object_key(self) -> str:
        return f"creators/{self.creator_id}/figures/{self.digest}"


def digest_file(data: bytes) -> str:
    """Return the hash under which a file is kept."""
    return hashlib.sha256(data).hexdigest()
