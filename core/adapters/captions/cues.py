"""SRT, WebVTT and SBV: blocks of a time and a text."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Final

from core.adapters.captions.cue_words import Cue, read_cues
from core.domain.clips.captions import spread_words
from core.domain.videos.spoken_word import Word
from core.ports.clips import CaptionTrack

_Match = Callable[[str], re.Match[str] | None]
_CUE_LINES_MAX: Final = 50
_LINE_CHARACTERS_MAX: Final = 2_000
_TIME: Final = r"(-?)(?:(\d{1,3})\s?:\s?)?(\d{1,2})\s?:\s?(\d{1,2})(?:\s?[.,]\s?(\d{1,9}))?"
_ARROW_SIGN: Final = r"(?:-{1,3}\s?>|[\u2010-\u2015]{1,2}-?>|\u2192|=>)"
_ARROW: Final = re.compile(_ARROW_SIGN)
_TIMING: Final = re.compile(rf"\s*{_TIME}\s*{_ARROW_SIGN}\s*{_TIME}(?![\d:])", re.ASCII)
_SBV_TIMING: Final = re.compile(rf"\s*{_TIME}\s*,\s*{_TIME}\s*$", re.ASCII)
_STAMP: Final = re.compile(r"<(?:(\d{1,3}):)?(\d{1,2}):(\d{1,2})[.,](\d{1,3})>", re.ASCII)
_VTT_TAG: Final = re.compile(r"<[^<>]*>")
# In SRT only tags that players know count as tags: people also write "5 < 6" and "<3".
_SRT_TAG: Final = re.compile(
    r"</?(?:b|i|u|s|c|v|font|ruby|rt|lang|span|p|br)\b[^<>]*>", re.IGNORECASE
)
# What stands above a word to say how it is read is not said a second time.
_READING: Final = re.compile(r"<rt\b[^<>]*>[^<>]{0,200}(?:</rt>|(?=</ruby>)|$)", re.IGNORECASE)
_OVERRIDE: Final = re.compile(r"\{\\[^{}]*\}")


def is_vtt(text: str) -> bool:
    """Return whether the text begins like WebVTT."""
    return text.startswith("WEBVTT")


def is_srt(text: str) -> bool:
    """Return whether there is a readable cue."""
    return any(_match(line) for line in text.splitlines() if _ARROW.search(line))


def is_sbv(text: str) -> bool:
    """Return whether the first line is the time of an SBV cue."""
    return _SBV_TIMING.match(text.lstrip().split("\n", 1)[0]) is not None


def read_srt(text: str) -> CaptionTrack:
    """Return the words of the cues; broken cues are counted."""
    cues, skipped = _read_blocks(_split_lines(text), _match_srt)
    plain = (
        Cue(cue.start_seconds, cue.end_seconds, tuple(map(_strip_srt, cue.lines))) for cue in cues
    )
    return CaptionTrack(words=read_cues(plain), format_name="SRT", skipped=skipped)


def read_sbv(text: str) -> CaptionTrack:
    """Return the words of YouTube's older subtitles."""
    cues, skipped = _read_blocks(_split_lines(text), _SBV_TIMING.match)
    plain = (
        Cue(
            cue.start_seconds,
            cue.end_seconds,
            tuple(_strip_srt(part) for line in cue.lines for part in line.split("[br]")),
        )
        for cue in cues
    )
    return CaptionTrack(words=read_cues(plain), format_name="SBV", skipped=skipped)


def read_vtt(text: str) -> CaptionTrack:
    """Return the words of the cues, with the inline times if there are any."""
    cues, skipped = _read_blocks(_split_lines(text), _match_srt)
    is_stamped = _STAMP.search(text) is not None
    read = (_read_stamped(cue) if is_stamped else _read_plain(cue) for cue in cues)
    return CaptionTrack(words=read_cues(read), format_name="WebVTT", skipped=skipped)


def _split_lines(text: str) -> list[str]:
    """Return the lines, without those between them where all line ends were doubled."""
    lines = text.splitlines()
    return lines[::2] if len(lines) > 1 and not any(map(str.strip, lines[1::2])) else lines


def _match(line: str) -> re.Match[str] | None:
    return _TIMING.match(line[:_LINE_CHARACTERS_MAX])


def _match_srt(line: str) -> re.Match[str] | None:
    """Return the times of a cue; those of a line with an arrow but no times are none."""
    return _match(line) if _ARROW.search(line) else None


def _read_blocks(lines: Sequence[str], match: _Match) -> tuple[tuple[Cue, ...], int]:
    cues: list[Cue] = []
    skipped = 0
    for at, line in enumerate(lines):
        timing = match(line[:_LINE_CHARACTERS_MAX])
        if timing is None:
            skipped += "-->" in line
            continue
        start, end = read_timing(timing)
        if max(0.0, start) < end:
            cues.append(Cue(max(0.0, start), end, tuple(_take_text(lines, at + 1, match))))
        else:
            skipped += 1
    return tuple(cues), skipped


def _take_text(lines: Sequence[str], at: int, match: _Match) -> Iterator[str]:
    """Yield a cue's lines up to an empty one, or to the number above the next cue's times."""
    for place in range(at, min(at + _CUE_LINES_MAX, len(lines))):
        line = lines[place].strip()[:_LINE_CHARACTERS_MAX]
        following = lines[place + 1] if place + 1 < len(lines) else ""
        is_number = line.isdecimal() and match(following[:_LINE_CHARACTERS_MAX]) is not None
        if not lines[place] or match(line) or "-->" in line or is_number:
            return
        yield line


def read_timing(timing: re.Match[str]) -> tuple[float, float]:
    """Return the two times that a line of a cue names."""
    parts = timing.groups()
    return _read_time(parts[:5]), _read_time(parts[5:])


def _read_time(parts: Sequence[str | None]) -> float:
    sign, hours, minutes, seconds, fraction = (part or "0" for part in parts)
    whole = int(hours) * 3600 + int(minutes) * 60 + int(seconds) + float(f"0.{fraction}")
    return -whole if sign == "-" else whole


def _strip_srt(line: str) -> str:
    text = _OVERRIDE.sub("", _SRT_TAG.sub("", _READING.sub("", line)))
    return html.unescape(text.replace("\\N", " ").replace("\\n", " ").replace("\\h", " "))


def _read_plain(cue: Cue) -> Cue:
    lines = tuple(_OVERRIDE.sub("", _strip_vtt(line)) for line in cue.lines)
    return Cue(cue.start_seconds, cue.end_seconds, lines)


def _strip_vtt(text: str) -> str:
    return html.unescape(_VTT_TAG.sub("", _READING.sub("", text))).strip()


def _read_stamped(cue: Cue) -> Cue:
    """Return the cue with the words between consecutive inline times, which never go backwards."""
    pieces: list[tuple[float, str]] = []
    text, at, position = "\n".join(cue.lines), cue.start_seconds, 0
    for stamp in _STAMP.finditer(text):
        pieces.append((at, text[position : stamp.start()]))
        at = min(cue.end_seconds, max(at, _read_time(("", *stamp.groups()))))
        position = stamp.end()
    pieces += [(at, text[position:]), (cue.end_seconds, "")]
    words = tuple(_spread_pieces(pieces))
    return Cue(cue.start_seconds, cue.end_seconds, (), words)


def _spread_pieces(pieces: Iterable[tuple[float, str]]) -> Iterator[Word]:
    for (start, piece), (end, _) in pairwise(pieces):
        yield from spread_words(_strip_vtt(piece), start, end)
