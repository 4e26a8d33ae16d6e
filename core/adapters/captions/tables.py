"""ASS and TSV: a cue a line, its times and its text in columns."""

from __future__ import annotations

import re
from typing import Final

from core.adapters.captions.cue_words import Cue, read_cues
from core.ports.clips import CaptionTrack

# Captions of other formats may say so in a line, as a description of a sound.
_SECTION: Final = re.compile(r"^[ \t]*\[(?:Script Info|Events)\][ \t]*\r?$", re.MULTILINE)
_DIALOGUE: Final = re.compile(r"^Dialogue:\s*(.*)$", re.MULTILINE)
_FORMAT: Final = re.compile(r"^Format:\s*(.*)$", re.MULTILINE)
_USUAL_FORMAT: Final = "Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text"
_OVERRIDE: Final = re.compile(r"\{[^{}]*\}")
_DRAWING: Final = re.compile(r"\{[^{}]*\\p[1-9][^{}]*\}")
_TIME: Final = re.compile(r"\s*(\d{1,3}):(\d{1,2}):(\d{1,2})(?:[.,:](\d{1,3}))?\s*", re.ASCII)
_ROW: Final = re.compile(r"(-?\d{1,12}(?:\.\d{1,9})?)\t(-?\d{1,12}(?:\.\d{1,9})?)\t(.*)", re.ASCII)
_HEADS: Final = ("start\tend\ttext", "start_ms\tend_ms\ttext")


def is_ass(text: str) -> bool:
    """Return whether the text is an ASS or SSA script that says something."""
    return _SECTION.search(text) is not None and _DIALOGUE.search(text) is not None


def is_tsv(text: str) -> bool:
    """Return whether the first row is Whisper's heading, or two times and a text."""
    first = text.lstrip().split("\n", 1)[0].strip("\r").lower()
    return first.strip() in _HEADS or _ROW.match(first) is not None


def read_ass(text: str) -> CaptionTrack:
    """Return the words of the dialogue lines, in the script's own order of columns."""
    events = text[text.find("[Events]") :] if "[Events]" in text else text
    heading = _FORMAT.search(events)
    columns = [
        name.strip().lower() for name in (heading[1] if heading else _USUAL_FORMAT).split(",")
    ]
    cues: list[Cue] = []
    skipped = 0
    for found in _DIALOGUE.finditer(events):
        values = found[1].split(",", len(columns) - 1)
        cue = _read_dialogue(dict(zip(columns, values, strict=False)))
        if cue is None:
            skipped += 1
        else:
            cues.append(cue)
    return CaptionTrack(words=read_cues(cues), format_name="ASS", skipped=skipped)


def read_tsv(text: str) -> CaptionTrack:
    """Return the words of a table: in milliseconds below Whisper's heading, else in seconds."""
    rows = [line for line in text.splitlines() if line.strip()]
    has_heading = rows[0].strip().lower() in _HEADS
    unit = 1000.0 if has_heading and not any("." in row.split("\t")[0] for row in rows[1:]) else 1.0
    cues: list[Cue] = []
    skipped = 0
    for row in rows[1 if has_heading else 0 :]:
        found = _ROW.match(row)
        start, end = (float(found[1]) / unit, float(found[2]) / unit) if found else (0.0, 0.0)
        if found and 0 <= start < end:
            cues.append(Cue(start, end, (found[3],)))
        else:
            skipped += 1
    return CaptionTrack(words=read_cues(cues), format_name="TSV", skipped=skipped)


def _read_dialogue(values: dict[str, str]) -> Cue | None:
    start, end = _read_time(values.get("start", "")), _read_time(values.get("end", ""))
    text = values.get("text", "")
    if start is None or end is None or start >= end:
        return None
    text = "" if _DRAWING.search(text) else _OVERRIDE.sub("", text)
    lines = re.split(r"\\[Nn]", text.replace("\\h", " "))
    return Cue(start, end, tuple(lines))


def _read_time(text: str) -> float | None:
    found = _TIME.fullmatch(text)
    if found is None:
        return None
    hours, minutes, seconds, fraction = found.groups()
    return int(hours) * 3600 + int(minutes) * 60 + int(seconds) + float(f"0.{fraction or 0}")
