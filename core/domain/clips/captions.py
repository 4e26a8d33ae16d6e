"""Captions: words with their times, shown one to three at a time, the spoken one in colour.

Everything stays inside the part of the picture that apps keep free of buttons, centred in the
picture: x 170 to 910 and y 250 to 1400 of 1080x1920.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise
from typing import Final

from core.domain.clips.caption_text import (
    clean_text,
    escape_ass,
    is_right_to_left,
    is_unspaced,
    measure_text,
    split_clusters,
)
from core.domain.clips.words.caption_look import USUAL_LOOK, CaptionLook, CaptionStyle
from core.domain.videos.spoken_word import Word, order_words

SAFE_LEFT: Final = 170
SAFE_RIGHT: Final = 910
SAFE_TOP: Final = 250
SAFE_BOTTOM: Final = 1400
CAPTION_Y: Final = 1180
CAPTION_FONT: Final = "DejaVu Sans"
_PICTURE_WIDTH: Final = 1080
_PICTURE_HEIGHT: Final = 1920
_OUTLINE: Final = 6
# A letter's ink may exceed its advance; half the height of the largest text, with outline.
_OVERHANG: Final = 4
_HALF_HEIGHT: Final = 70
_LINE_WIDTH: Final = SAFE_RIGHT - SAFE_LEFT - 2 * (_OUTLINE + _OVERHANG)
# ASS font sizes are line heights: 2384 units in DejaVu Sans Bold, whose em has 2048.
_EM_OF_SIZE: Final = 2048 / 2384
_SENTENCE_ENDS: Final = (".", "!", "?", "\u2026", "\u3002", "\uff01", "\uff1f", "\u061f")

# Said at the beginning of what is shown, since a part of a line may begin with another script.
_LEFT_TO_RIGHT: Final = "\u200e"
_RIGHT_TO_LEFT: Final = "\u200f"
_WHITE: Final = "&HFFFFFF&"
_HEAD: Final = (
    "[Script Info]\n"
    "ScriptType: v4.00+\n"
    "PlayResX: {width}\n"
    "PlayResY: {height}\n"
    "WrapStyle: 0\n"
    "ScaledBorderAndShadow: yes\n"
    "YCbCr Matrix: None\n"
    "\n"
    "[V4+ Styles]\n"
    "Format: Name, Fontname, Fontsize, PrimaryColour, SecondaryColour, OutlineColour, BackColour, "
    "Bold, Italic, Underline, StrikeOut, ScaleX, ScaleY, Spacing, Angle, BorderStyle, Outline, "
    "Shadow, Alignment, MarginL, MarginR, MarginV, Encoding\n"
    "Style: Caption,{font},{size},&H00FFFFFF,&H00FFFFFF,&H00000000,&H00000000,-1,0,0,0,100,100,0,0,"
    "1,{outline},0,5,{left},{right},0,-1\n"
    "\n"
    "[Events]\n"
    "Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text\n"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class CaptionTuning:
    """How captions are split and set.

    At most `words_max` are shown at once, never across a pause longer than `pause_seconds`; the
    last word stays for `hold_seconds`. `font_size` is the line height in pixels of 1080x1920; a
    word that does not fit is set smaller, down to `font_size_min`, and then broken.
    """

    words_max: int = 3
    pause_seconds: float = 0.6
    hold_seconds: float = 0.3
    font_size: int = 90
    font_size_min: int = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class CaptionEvent:
    """What is shown for a while, in hundredths of a second; `current` indexes the spoken word."""

    start_centiseconds: int
    end_centiseconds: int
    words: tuple[str, ...]
    current: int
    font_size: int
    is_right_to_left: bool = False


def spread_words(text: str, start_seconds: float, end_seconds: float) -> tuple[Word, ...]:
    """Return the words of a text, each with a share of the time in proportion to its length."""
    return _spread(clean_text(text).split(), start_seconds, end_seconds)


def plan_captions(
    words: Iterable[Word], *, duration_seconds: float, tuning: CaptionTuning | None = None
) -> tuple[CaptionEvent, ...]:
    """Return what is shown when: one event per spoken word, none of them overlapping.

    Words spoken within a hundredth of a second are shown with their neighbours, never alone.
    """
    tuning = tuning or CaptionTuning()
    limit = _centiseconds(duration_seconds)
    groups = [
        (group, is_right_to_left(" ".join(word.text for word in line)))
        for line in _list_lines(_list_pieces(words, tuning))
        for group in _group(line, tuning)
    ]
    starts = [_centiseconds(group[0].start_seconds) for group, _ in groups[1:]]
    events: list[CaptionEvent] = []
    for (group, is_rtl), until in zip(groups, [*starts, limit], strict=False):
        shown = _show(group, min(until, limit), tuning)
        events += (replace(event, is_right_to_left=is_rtl) for event in shown)
    return tuple(events)


def make_ass(
    words: Iterable[Word],
    *,
    duration_seconds: float,
    seam_y: int | None = None,
    font_name: str = CAPTION_FONT,
    look: CaptionLook = USUAL_LOOK,
) -> str:
    """Return an ASS document for a clip of 1080x1920; word times count from the clip's start.

    `seam_y` is where two stacked pictures meet; captions are centred on it as far as the safe area
    allows, and otherwise at y 1180. Write the document as UTF-8.
    """
    tuning = choose_tuning(look)
    y = look.place.y or (CAPTION_Y if seam_y is None else seam_y)
    y = min(SAFE_BOTTOM - _HALF_HEIGHT, max(SAFE_TOP + _HALF_HEIGHT, y))
    head = _HEAD.format(
        width=_PICTURE_WIDTH,
        height=_PICTURE_HEIGHT,
        font=clean_text(font_name).replace(",", " "),
        size=tuning.font_size,
        outline=_OUTLINE,
        left=SAFE_LEFT,
        right=_PICTURE_WIDTH - SAFE_RIGHT,
    )
    if look.is_upper_case:
        words = (replace(word, text=word.text.upper()) for word in words)
    events = plan_captions(words, duration_seconds=duration_seconds, tuning=tuning)
    if look.style is CaptionStyle.LINE:
        events = _join_events(events)
    return head + "".join(f"{_write_event(event, y, look)}\n" for event in events)


def choose_tuning(look: CaptionLook) -> CaptionTuning:
    """Return how captions of a look are split and set."""
    size = look.size.pixels
    return CaptionTuning(
        words_max=look.words_max,
        font_size=size,
        font_size_min=min(size, CaptionTuning().font_size_min),
    )


def _join_events(events: Iterable[CaptionEvent]) -> tuple[CaptionEvent, ...]:
    """Return one event for what is shown without a change."""
    joined: list[CaptionEvent] = []
    for event in events:
        last = joined[-1] if joined else None
        if last and event.current and last.end_centiseconds == event.start_centiseconds:
            joined[-1] = replace(last, end_centiseconds=event.end_centiseconds)
        else:
            joined.append(event)
    return tuple(joined)


def _spread(texts: Sequence[str], start_seconds: float, end_seconds: float) -> tuple[Word, ...]:
    weights = [len(text) + 1 for text in texts]
    share = (end_seconds - start_seconds) / max(1, sum(weights))
    edges = [start_seconds + share * weight for weight in accumulate(weights, initial=0)]
    return tuple(
        Word(text=text, start_seconds=start, end_seconds=end)
        for text, (start, end) in zip(texts, pairwise(edges), strict=True)
    )


def _list_pieces(words: Iterable[Word], tuning: CaptionTuning) -> Iterator[Word]:
    """Yield words that each fit on a line: those with spaces are split, those too long broken."""
    for word in order_words(words):
        singles = spread_words(word.text, word.start_seconds, word.end_seconds)
        for single in singles:
            pieces = _break(single.text, tuning)
            *first, last = _spread(pieces, single.start_seconds, single.end_seconds)
            yield from first
            yield replace(last, ends_line=word.ends_line and single is singles[-1])


def _break(text: str, tuning: CaptionTuning) -> list[str]:
    """Return the word whole if it fits, else in lines of the full size."""
    smallest = tuning.font_size if is_unspaced(text) else tuning.font_size_min
    if measure_text(text) <= _line_ems(smallest):
        return [text]
    line = _line_ems(tuning.font_size)
    pieces = [""]
    for cluster in split_clusters(text):
        if pieces[-1] and measure_text(pieces[-1] + cluster) > line:
            pieces.append("")
        pieces[-1] += cluster
    return pieces


def _list_lines(words: Iterable[Word]) -> Iterator[tuple[Word, ...]]:
    """Yield what is read as one line: up to the end of a cue, or of a sentence."""
    line: list[Word] = []
    for word in words:
        line.append(word)
        if word.ends_line or word.text.endswith(_SENTENCE_ENDS):
            yield tuple(line)
            line = []
    if line:
        yield tuple(line)


def _group(words: Iterable[Word], tuning: CaptionTuning) -> Iterator[tuple[Word, ...]]:
    group: list[Word] = []
    for word in words:
        if group and not _belongs(group, word, tuning):
            yield tuple(group)
            group = []
        group.append(word)
    if group:
        yield tuple(group)


def _belongs(group: Sequence[Word], word: Word, tuning: CaptionTuning) -> bool:
    last = group[-1]
    line = " ".join(shown.text for shown in (*group, word))
    return (
        not last.ends_line
        and len(group) < tuning.words_max
        and word.start_seconds - last.end_seconds <= tuning.pause_seconds
        and not last.text.endswith(_SENTENCE_ENDS)
        and measure_text(line) <= _line_ems(tuning.font_size)
    )


def _show(
    group: Sequence[Word], until_centiseconds: int, tuning: CaptionTuning
) -> Iterator[CaptionEvent]:
    shown = tuple(word.text for word in group)
    size = _choose_size(" ".join(shown), tuning)
    last = _centiseconds(group[-1].end_seconds + tuning.hold_seconds)
    edges = [
        min(at, until_centiseconds)
        for at in (*(_centiseconds(word.start_seconds) for word in group), last)
    ]
    for current, (start, end) in enumerate(pairwise(edges)):
        if start < end:
            yield CaptionEvent(
                start_centiseconds=start,
                end_centiseconds=end,
                words=shown,
                current=current,
                font_size=size,
            )


def _choose_size(text: str, tuning: CaptionTuning) -> int:
    fitting = math.floor(_LINE_WIDTH / (max(measure_text(text), 0.01) * _EM_OF_SIZE))
    return max(tuning.font_size_min, min(tuning.font_size, fitting))


def _line_ems(font_size: int) -> float:
    return _LINE_WIDTH / (font_size * _EM_OF_SIZE)


def _centiseconds(seconds: float) -> int:
    return round(seconds * 100)


def _write_event(event: CaptionEvent, y: int, look: CaptionLook) -> str:
    words = [escape_ass(word) for word in event.words]
    first = 0 if look.style is CaptionStyle.KARAOKE else event.current
    if look.style is not CaptionStyle.LINE:
        words[first] = f"{{\\c{look.ass_colour}}}{words[first]}"
        words[event.current] += f"{{\\c{_WHITE}}}"
    place = (
        f"\\an5\\pos({(SAFE_LEFT + SAFE_RIGHT) // 2},{y})\\fs{event.font_size}"
        f"\\clip({SAFE_LEFT},{SAFE_TOP},{SAFE_RIGHT},{SAFE_BOTTOM})"
    )
    start, end = _write_time(event.start_centiseconds), _write_time(event.end_centiseconds)
    mark = ""
    if event.is_right_to_left != is_right_to_left(" ".join(event.words)):
        mark = _RIGHT_TO_LEFT if event.is_right_to_left else _LEFT_TO_RIGHT
    return f"Dialogue: 0,{start},{end},Caption,,0,0,0,,{{{place}}}{mark}{' '.join(words)}"


def _write_time(centiseconds: int) -> str:
    seconds, hundredths = divmod(centiseconds, 100)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}.{hundredths:02}"
