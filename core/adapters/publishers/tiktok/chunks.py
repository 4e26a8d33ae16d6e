"""TikTok's chunks: all of one size, and a last chunk that includes the rest.

Source: developers.tiktok.com/doc/content-posting-api-media-transfer-guide (chunks of 5 to 64 MB,
the last up to 128 MB, at most 1,000, smaller files whole). Ten million bytes satisfy every rule,
whether MB means 10^6 or 2^20 bytes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

CHUNK_BYTES: Final = 10_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class ChunkPlan:
    """`count` chunks of `chunk_bytes`; the last one also holds the remainder."""

    size: int
    chunk_bytes: int
    count: int

    def find_end(self, start: int) -> int:
        """Return the exclusive end of the chunk that begins at `start`."""
        is_last = start // self.chunk_bytes >= self.count - 1
        return self.size if is_last else start + self.chunk_bytes - start % self.chunk_bytes


def plan_chunks(size: int, chunk_bytes: int = CHUNK_BYTES) -> ChunkPlan:
    if size < chunk_bytes:
        return ChunkPlan(size=size, chunk_bytes=size, count=1)
    return ChunkPlan(size=size, chunk_bytes=chunk_bytes, count=size // chunk_bytes)
