"""Captions that lie in memory."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from core.errors import InvalidInput
from core.ports.captions import CaptionReader, CaptionTrack


class FakeCaptionReader:
    """Reads the tracks that it was given, by path."""

    def __init__(self, tracks: Mapping[Path, CaptionTrack] | None = None) -> None:
        self._tracks = dict(tracks or {})

    async def read_captions(self, path: Path) -> CaptionTrack:
        if path not in self._tracks:
            raise InvalidInput(f"{path} holds no captions that Truss knows.")
        return self._tracks[path]


_: type[CaptionReader] = FakeCaptionReader
