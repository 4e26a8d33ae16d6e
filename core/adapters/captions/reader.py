"""The caption reader: recognises a caption file by its content, and reads its words."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Final

from core.adapters.captions.cues import is_sbv, is_srt, is_vtt, read_sbv, read_srt, read_vtt
from core.adapters.captions.encodings import decode
from core.adapters.captions.json_words import is_json, read_json
from core.adapters.captions.tables import is_ass, is_tsv, read_ass, read_tsv
from core.domain.videos.spoken_word import order_words
from core.errors import InvalidInput
from core.ports.clips import CaptionTrack

BYTES_MAX: Final = 32 * 1024 * 1024
_Recognise = Callable[[str], bool]
_Read = Callable[[str], CaptionTrack | None]
_KNOWN_FORMATS: Final = (
    "an .srt, .vtt, .sbv, .ass or .tsv file, or a .json list of {text, start, end} in seconds"
)


_FORMATS: Final[tuple[tuple[_Recognise, _Read], ...]] = (
    (is_vtt, read_vtt),
    (is_json, read_json),
    (is_ass, read_ass),
    (is_srt, read_srt),
    (is_sbv, read_sbv),
    (is_tsv, read_tsv),
)


class CaptionFileReader:
    """Reads captions in any supported format, whatever the file's suffix."""

    async def read_captions(self, path: Path) -> CaptionTrack:
        """Return its words; InvalidInput, with what to do, if it contains none."""
        return await asyncio.to_thread(_read_track, path)


def _read_track(path: Path) -> CaptionTrack:
    text = _decode(path, _read_bytes(path))
    for recognises, read in _FORMATS:
        track = read(text) if recognises(text) else None
        if track is None:
            continue
        words = order_words(track.words)
        if not words:
            raise InvalidInput(
                f"{path} has no readable cue ({track.skipped} are broken): give {_KNOWN_FORMATS}."
            )
        return replace(track, words=words)
    raise InvalidInput(f"{path} contains no captions Truss can read: give {_KNOWN_FORMATS}.")


def _read_bytes(path: Path) -> bytes:
    if path.is_dir():
        raise InvalidInput(f"{path} is a folder: give {_KNOWN_FORMATS}.")
    if not path.is_file():
        raise InvalidInput(f"There is no file {path}: give {_KNOWN_FORMATS}.")
    try:
        with path.open("rb") as file:
            content = file.read(BYTES_MAX + 1)
    except OSError as error:
        raise InvalidInput(
            f"{path} cannot be read ({error.strerror}): give {_KNOWN_FORMATS}."
        ) from error
    if len(content) > BYTES_MAX:
        raise InvalidInput(
            f"{path} is larger than {BYTES_MAX // 1024**2} MiB, too large for captions: "
            f"give {_KNOWN_FORMATS}."
        )
    if not content.strip():
        raise InvalidInput(f"{path} is empty: give {_KNOWN_FORMATS}.")
    return content


def _decode(path: Path, content: bytes) -> str:
    text = decode(content)
    if "\0" in text:
        raise InvalidInput(f"{path} is not text: give {_KNOWN_FORMATS}.")
    return text.lstrip("\ufeff").lstrip()
