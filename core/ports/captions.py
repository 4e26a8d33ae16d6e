"""Captions: words with their times, from a file that somebody made or from what is heard."""

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


class SpeechListener(Protocol):
    """Hears what is said."""

    async def listen(
        self, video: Path, *, start_seconds: float, end_seconds: float
    ) -> tuple[Word, ...]:
        """Return the words of a stretch, offsets into the video; none where nobody speaks.

        Raises ExternalFailure, with what to do, where nothing can be heard here.
        """
        ...
