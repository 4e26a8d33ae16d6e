"""Captions in memory."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from core.domain.videos.spoken_word import Word
from core.errors import ExternalFailure, InvalidInput
from core.ports.clips import CaptionReader, CaptionTrack, Hearing, SpeechListener


class FakeCaptionReader:
    """Returns the tracks that it was given, by path."""

    def __init__(self, tracks: Mapping[Path, CaptionTrack] | None = None) -> None:
        self._tracks = dict(tracks or {})

    async def read_captions(self, path: Path) -> CaptionTrack:
        if path not in self._tracks:
            raise InvalidInput(f"{path} holds no captions that Truss knows.")
        return self._tracks[path]


class FakeListener:
    """Hears the words that it was given, and records where it was asked to listen."""

    def __init__(self, *words: Word, failure: ExternalFailure | None = None) -> None:
        self._words = words
        self._failure = failure
        self.asked: list[tuple[float, float]] = []

    async def listen(
        self,
        video: Path,
        *,
        start_seconds: float,
        end_seconds: float,
        until_seconds: float | None = None,
    ) -> Hearing:
        self.asked.append((start_seconds, end_seconds))
        if self._failure is not None:
            raise self._failure
        inside = (w for w in self._words if start_seconds <= w.start_seconds < end_seconds)
        return Hearing(words=tuple(inside), language="en")


_reader: type[CaptionReader] = FakeCaptionReader
_listener: type[SpeechListener] = FakeListener
