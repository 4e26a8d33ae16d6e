"""How TikTok wants a file cut: one chunk size, and a last chunk that takes the rest.

Source: developers.tiktok.com/doc/content-posting-api-media-transfer-guide (chunks of 5 to 64 MB,
the last up to 128 MB, at most 1,000, smaller files whole); ten million bytes keep every rule in
both readings of MB.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

CHUNK_BYTES: Final = 10_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class ChunkPlan:
    """`count` chunks of `chunk_bytes`; the last one has the remainder besides."""

    size: int
    chunk_bytes: int
    count: int

    def find_end(self, start: int) -> int:
        """Return where the chunk that begins at `start` ends, the last byte not included."""
        is_last = start // self.chunk_bytes >= self.count - 1
        return self.size if is_last else start + self.chunk_bytes - start % self.chunk_bytes


def plan_chunks(size: int, chunk_bytes: int = CHUNK_BYTES) -> ChunkPlan:
    if size < chunk_bytes:
        return ChunkPlan(size=size, chunk_bytes=size, count=1)
    return ChunkPlan(size=size, chunk_bytes=chunk_bytes, count=size // chunk_bytes)
