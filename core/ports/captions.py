"""Captions: words with their times, from a file that somebody made."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from core.domain.captions import Word


@dataclass(frozen=True, slots=True, kw_only=True)
class CaptionTrack:
    """The words of a file in the order of time, offsets into its video.

    `skipped` counts the broken cues that were passed over.
    """

    words: tuple[Word, ...]
    format_name: str
    skipped: int = 0


class CaptionReader(Protocol):
    """Recognises a file with captions by its content and reads it."""

    async def read_captions(self, path: Path) -> CaptionTrack:
        """Return its words; InvalidInput, with what to do, where it holds none."""
        ...
