"""SRT and WebVTT: timed cues, whose words share the cue's time in proportion to their length."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from core.domain.clips.captions import spread_words
from core.domain.videos.spoken_word import Word
from core.ports.clips import CaptionTrack

_ARROW: Final = "-->"
_CUE_LINES_MAX: Final = 50
_LINE_CHARACTERS_MAX: Final = 2_000
_TIME: Final = r"(?:(\d{1,3}):)?(\d{1,2}):(\d{1,2})[.,](\d{1,3})"
_TIMING: Final = re.compile(rf"\s*{_TIME}\s*-->\s*{_TIME}(?:\s|$)", re.ASCII)
_STAMP: Final = re.compile(rf"<{_TIME}>", re.ASCII)
_VTT_TAG: Final = re.compile(r"<[^<>]*>")
# In SRT only tags that players know count as tags: people also write "5 < 6" and "<3".
_SRT_TAG: Final = re.compile(r"</?(?:b|i|u|s|c|v|font|ruby|rt|lang)\b[^<>]*>", re.IGNORECASE)
_OVERRIDE: Final = re.compile(r"\{\\[^{}]*\}")


@dataclass(frozen=True, slots=True)
class _Cue:
    start_seconds: float
    end_seconds: float
    lines: tuple[str, ...]


def is_vtt(text: str) -> bool:
    """Return whether the text begins like WebVTT."""
    return text.startswith("WEBVTT")


def is_srt(text: str) -> bool:
    """Return whether there is a readable cue."""
    return any(_TIMING.match(line) for line in text.splitlines() if _ARROW in line)


def read_srt(text: str) -> CaptionTrack:
    """Return the words of the cues; broken cues are counted."""
    cues, skipped = _read_cues(text)
    words = (
        word
        for cue in cues
        for word in spread_words(_strip_srt(cue.lines), cue.start_seconds, cue.end_seconds)
    )
    return CaptionTrack(words=tuple(words), format_name="SRT", skipped=skipped)


def read_vtt(text: str) -> CaptionTrack:
    """Return the words of the cues, with the inline times if there are any.

    Automatic captions repeat the line before under the new one: repeated lines count once.
    """
    cues, skipped = _read_cues(text)
    if _STAMP.search(text):
        cues = tuple(_drop_repeated(cues))
    words = (word for cue in cues for word in _read_stamped(cue))
    return CaptionTrack(words=tuple(words), format_name="WebVTT", skipped=skipped)


def _read_cues(text: str) -> tuple[tuple[_Cue, ...], int]:
    cues: list[_Cue] = []
    skipped = 0
    lines = text.splitlines()
    for at, line in enumerate(lines):
        if _ARROW not in line:
            continue
        timing = _TIMING.match(line[:_LINE_CHARACTERS_MAX])
        start, end = _read_timing(timing) if timing else (0.0, 0.0)
        if start < end:
            cues.append(_Cue(start, end, tuple(_take_text(lines, at + 1))))
        else:
            skipped += 1
    return tuple(cues), skipped


def _take_text(lines: Sequence[str], at: int) -> Iterator[str]:
    """Yield a cue's lines up to an empty one, or to the number above the next cue's times."""
    for place in range(at, min(at + _CUE_LINES_MAX, len(lines))):
        line = lines[place].strip()
        following = lines[place + 1] if place + 1 < len(lines) else ""
        if not lines[place] or _ARROW in line or (line.isdecimal() and _ARROW in following):
            return
        yield line[:_LINE_CHARACTERS_MAX]


def _read_timing(timing: re.Match[str]) -> tuple[float, float]:
    parts = timing.groups()
    return _read_time(parts[:4]), _read_time(parts[4:])


def _read_time(parts: Sequence[str | None]) -> float:
    hours, minutes, seconds, fraction = (part or "0" for part in parts)
    whole = int(hours) * 3600 + int(minutes) * 60 + int(seconds)
    return whole + int(fraction.ljust(3, "0")) / 1000


def _strip_srt(lines: Iterable[str]) -> str:
    text = _OVERRIDE.sub("", _SRT_TAG.sub("", " ".join(lines)))
    return html.unescape(text.replace("\\N", " ").replace("\\h", " "))


def _drop_repeated(cues: Iterable[_Cue]) -> Iterator[_Cue]:
    """Yield the cues without the lines that the cue before has shown."""
    before: tuple[str, ...] = ()
    for cue in cues:
        shown = tuple(_strip_vtt(line) for line in cue.lines)
        fresh = tuple(
            line for line, text in zip(cue.lines, shown, strict=True) if text not in before
        )
        yield _Cue(cue.start_seconds, cue.end_seconds, fresh)
        before = shown


def _strip_vtt(text: str) -> str:
    return html.unescape(_VTT_TAG.sub("", text)).strip()


def _read_stamped(cue: _Cue) -> Iterator[Word]:
    """Yield the words between consecutive inline times, which may not go backwards."""
    pieces: list[tuple[float, str]] = []
    text, at, position = "\n".join(cue.lines), cue.start_seconds, 0
    for stamp in _STAMP.finditer(text):
        pieces.append((at, text[position : stamp.start()]))
        at = min(cue.end_seconds, max(at, _read_time(stamp.groups())))
        position = stamp.end()
    pieces += [(at, text[position:]), (cue.end_seconds, "")]
    for (start, piece), (end, _) in pairwise(pieces):
        yield from spread_words(_strip_vtt(piece), start, end)
