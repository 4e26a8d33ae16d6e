"""JSON words: lists of words or cues with times, as recognisers and platforms write them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from statistics import median
from typing import Any, Final

from core.adapters.captions.cue_words import Cue, read_cues, strip_sounds
from core.adapters.captions.json_times import read_seconds, read_span
from core.domain.clips.captions import spread_words
from core.domain.videos.spoken_word import Word
from core.ports.clips import CaptionTrack

_TEXT_NAMES: Final = ("punctuated_word", "text", "word", "content", "value", "caption", "sentence")
# Where the entries of one document may lie, the most exact first.
_LIST_NAMES: Final = (
    *("words", "segments", "utterances", "sentences", "paragraphs", "cues", "captions"),
    *("subtitles", "transcription"),
    *("monologues", "elements", "items", "results", "result", "channels", "alternatives"),
    *("chunks", "word_segments", "transcript", "transcripts", "data", "entries", "body"),
)
_UNSPOKEN: Final = frozenset({"spacing", "audio_event", "silence", "pause"})
_PUNCTUATION: Final = frozenset({"punctuation", "punct"})
_DEPTH_MAX: Final = 12
# Whole numbers this far apart are no seconds: nobody says one word for so long.
_MILLISECONDS_MIN: Final = 40
# How long the words of a cue without an end are shown at most.
_ENDLESS_SECONDS: Final = 4.0
# Recognisers that write pieces of words put a space before those that begin one: most of them do.
_SPACED_MIN: Final = 1 / 3
_PIECE_SECONDS: Final = 0.05
_MARKER: Final = re.compile(r"\[_\w+\]|<\|[^|<>]*\|>")


@dataclass(frozen=True, slots=True)
class _Entry:
    """A text and when it is said; no times where the document gives none."""

    text: str
    span: tuple[float, float] | None
    is_whole: bool


_Timed = tuple[_Entry, tuple[float, float]]


def is_json(text: str) -> bool:
    """Return whether the text begins like a JSON list or object."""
    return text.lstrip().startswith(("[", "{"))


def read_json(text: str) -> CaptionTrack | None:
    """Return the words in seconds; None if it is not a list of words.

    Entries without text or times are counted; a word without times within a timed segment gets
    those between its neighbours.
    """
    try:
        document = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if isinstance(document, dict) and isinstance(document.get("events"), list):
        return _read_events(document["events"])
    if not isinstance(document, list) and not (isinstance(document, dict) and _find(document)):
        return None
    entries, skipped = _collect(document)
    entries = _scale(entries)
    return CaptionTrack(format_name="JSON", words=_make_words(entries), skipped=skipped)


def _find(document: Mapping[str, Any]) -> bool:
    return any(isinstance(document.get(name), list | dict) for name in _LIST_NAMES)


def _collect(node: object, depth: int = 0) -> tuple[list[_Entry], int]:
    """Return the entries below a node, and how many could not be read."""
    if depth > _DEPTH_MAX:
        return [], 0
    if isinstance(node, list):
        return _collect_list(node, depth)
    if not isinstance(node, dict):
        return [], 0
    for name in _LIST_NAMES:
        below = node.get(name)
        if name == "alternatives" and isinstance(below, list):
            below = below[:1]
        entries, skipped = _collect(below, depth + 1) if isinstance(below, list | dict) else ([], 0)
        if entries:
            return entries, skipped
    return [], 0


def _collect_list(nodes: list[Any], depth: int) -> tuple[list[_Entry], int]:
    entries: list[_Entry] = []
    skipped = 0
    for node in nodes:
        if isinstance(node, dict) and node.get("type") in _UNSPOKEN:
            continue
        if isinstance(node, dict) and node.get("type") in _PUNCTUATION and entries:
            mark = _read_text(node) or ""
            entries[-1] = replace(entries[-1], text=entries[-1].text + mark)
            continue
        below = list(_read_segment(node)) or _collect(node, depth + 1)[0]
        own = _read_entry(node)
        if below or own:
            entries += below or ([own] if own else [])
        else:
            skipped += 1
    return entries, skipped


def _read_segment(node: object) -> Iterator[_Entry]:
    """Yield the words of a segment, those without times between their neighbours."""
    if not isinstance(node, dict):
        return
    words = next((node[name] for name in ("words", "tokens") if node.get(name)), None)
    if not isinstance(words, list):
        return
    whole = read_span(node)
    read = [
        _Entry(text, read_span(word), is_whole=False)
        for word in words
        if isinstance(word, dict)
        and word.get("type") not in _UNSPOKEN
        and (text := _read_text(word))
        and not _MARKER.fullmatch(text.strip())
    ]
    if any(entry.span for entry in read):
        yield from _fill(read, whole)


def _fill(entries: Sequence[_Entry], whole: tuple[float, float] | None) -> Iterator[_Entry]:
    at = whole[0] if whole else next(entry.span[0] for entry in entries if entry.span)
    for place, entry in enumerate(entries):
        if entry.span:
            at = entry.span[1]
            yield entry
            continue
        following = [one.span[0] for one in entries[place:] if one.span]
        until = max(at, following[0] if following else whole[1] if whole else at)
        unknown = next(
            (n for n, one in enumerate(entries[place:]) if one.span), len(entries) - place
        )
        end = at + (until - at) / unknown
        yield replace(entry, span=(at, end))
        at = end


def _read_entry(node: object) -> _Entry | None:
    if not isinstance(node, dict):
        return None
    text, span = _read_text(node), read_span(node)
    if text is None or span is None or not 0 <= span[0] <= span[1]:
        return None
    return _Entry(text, span, is_whole=len(text.split()) > 1)


def _read_text(node: Mapping[str, Any]) -> str | None:
    for name in _TEXT_NAMES:
        if node.get(name) is not None:
            return node[name] if isinstance(node[name], str) else None
    best = node.get("alternatives")
    if isinstance(best, list) and best and isinstance(best[0], dict):
        return _read_text(best[0])
    return None


def _scale(entries: list[_Entry]) -> list[_Entry]:
    """Return the entries in seconds, where they are written in whole milliseconds."""
    spans = [entry.span for entry in entries if entry.span]
    lengths = [
        (entry.span[1] - entry.span[0]) / max(1, len(entry.text.split()))
        for entry in entries
        if entry.span and entry.span[1] > entry.span[0]
    ]
    is_whole = all(float(at).is_integer() for span in spans for at in span)
    if not lengths or not is_whole or median(lengths) < _MILLISECONDS_MIN:
        return entries
    return [
        replace(entry, span=(entry.span[0] / 1000, entry.span[1] / 1000)) if entry.span else entry
        for entry in entries
    ]


def _make_words(entries: Sequence[_Entry]) -> tuple[Word, ...]:
    timed = [(entry, entry.span) for entry in entries if entry.span]
    if any(entry.is_whole for entry, _ in timed):
        return read_cues(_make_cues(timed))
    return tuple(_spread(timed))


def _join_pieces(timed: Sequence[_Timed]) -> list[_Timed]:
    """Return whole words, where a space says which pieces begin one and they follow at once."""
    spaced = sum(entry.text.startswith(" ") for entry, _ in timed)
    if spaced < _SPACED_MIN * sum(bool(entry.text) for entry, _ in timed):
        return list(timed)
    joined: list[_Timed] = []
    for entry, (start, end) in timed:
        is_piece = entry.text[:1] not in {"", " "} and joined
        if is_piece and start - joined[-1][1][1] <= _PIECE_SECONDS:
            last, (begin, _) = joined[-1]
            joined[-1] = replace(last, text=last.text + entry.text), (begin, end)
        else:
            joined.append((entry, (start, end)))
    return joined


def _make_cues(timed: Sequence[_Timed]) -> Iterator[Cue]:
    """Yield a cue for each text of several words, and one for the words between two of these."""
    following = [start for _, (start, _) in timed[1:]]
    ends = _find_ends(timed, [*following, float("inf")])
    for is_whole, group in groupby(ends, key=lambda one: one[0].is_whole):
        if is_whole:
            yield from (Cue(start, end, (one.text,)) for one, (start, end) in group if start < end)
            continue
        words = tuple(_spread(list(group)))
        if words:
            yield Cue(words[0].start_seconds, words[-1].end_seconds, (), words)


def _find_ends(timed: Sequence[_Timed], following: Sequence[float]) -> Iterator[_Timed]:
    """Yield the entries; a text without an end lasts until the next one begins."""
    for (entry, (start, end)), until in zip(timed, following, strict=True):
        is_endless = entry.is_whole and start == end
        last = min(until, start + _ENDLESS_SECONDS) if is_endless else end
        yield entry, (start, last)


def _spread(timed: Sequence[_Timed]) -> Iterator[Word]:
    for entry, (start, end) in _join_pieces(timed):
        yield from spread_words(strip_sounds(entry.text), start, end)


_BREAK: Final = re.compile(r"\s+")


def _read_events(events: list[Any]) -> CaptionTrack:
    """Return the words of YouTube's json3, whose segments begin at offsets into their event."""
    spoken = [
        event
        for event in events
        if isinstance(event, dict)
        and isinstance(event.get("segs"), list)
        and not event.get("aAppend")
    ]
    cues: list[Cue] = []
    skipped = 0
    for event in spoken:
        span = _time_event(event)
        if span is None:
            skipped += 1
        else:
            cues.append(_read_event(event, *span))
    return CaptionTrack(words=read_cues(cues), format_name="json3", skipped=skipped)


def _time_event(event: Mapping[str, Any]) -> tuple[float, float] | None:
    """Return when an event begins and ends; None if it has no start, or no length."""
    start = read_seconds(event.get("tStartMs"))
    length = read_seconds(event.get("dDurationMs", _ENDLESS_SECONDS * 1000))
    if start is None or length is None or start < 0 or length <= 0:
        return None
    return start / 1000, (start + length) / 1000


def _read_event(event: Mapping[str, Any], begin: float, end: float) -> Cue:
    segments = [seg for seg in event["segs"] if isinstance(seg, dict)]
    texts = [str(seg.get("utf8") or "") for seg in segments]
    offsets = [read_seconds(seg.get("tOffsetMs")) or 0.0 for seg in segments]
    if not any(at > 0 for at in offsets):
        return Cue(begin, end, tuple("".join(texts).split("\n")))
    starts = [min(end, begin + at / 1000) for at in offsets]
    words = tuple(
        word
        for text, first, last in zip(texts, starts, [*starts[1:], end], strict=True)
        for word in spread_words(_BREAK.sub(" ", text), first, max(first, last))
    )
    return Cue(begin, end, (), words)
