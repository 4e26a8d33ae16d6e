"""Words of cues: what is said in them, once, in the order of the cues.

Sound descriptions and speakers' names are left out. Where captions roll, each line is said once;
where cues overlap, one is read to its end before the next begins.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from core.domain.clips.captions import spread_words
from core.domain.videos.spoken_word import Word

# A cue that shows its words for less than this is only there to hold a line on the screen.
_HELD_SECONDS: Final = 0.1
# Nobody reads faster: cues that leave less time a word are read as one.
_WORD_SECONDS_MIN: Final = 0.06
_ADJACENT_SECONDS: Final = 0.5
_ROLLING_SHARE_MIN: Final = 0.5
_CENSORED: Final = re.compile(r"\[\s*(_+)\s*\]")
_SUNG: Final = re.compile(r"[\u2669-\u266c][^\u2669-\u266c]{0,400}(?:[\u2669-\u266c]|$)")
_DESCRIBED: Final = re.compile(
    r"\[[^\[\]]{0,200}\]|\([^()]{0,200}\)|\uff08[^\uff08\uff09]{0,200}\uff09|\u3010[^\u3010\u3011]{0,200}\u3011"
    r"|(?<!\w)\*[^*\s][^*]{0,60}\*(?!\w)"
)
_SPEAKER: Final = re.compile(r"(?:^|(?<=[.?!]\s))\s*[A-Z][A-Z0-9 .'#_-]{1,30}:(?=\s|$)")
_TURN: Final = re.compile(r"(?:^|\s)(?:>>+|\u2023)(?=\s|\w|$)")
_DASH: Final = re.compile(r"^\s*[-\u2013\u2014\u2010]\s*(?=\S)")


@dataclass(frozen=True, slots=True)
class Cue:
    """A cue's time and lines of plain text; `words` are those of its own inline times, if any."""

    start_seconds: float
    end_seconds: float
    lines: tuple[str, ...]
    words: tuple[Word, ...] = ()


def read_cues(cues: Iterable[Cue]) -> tuple[Word, ...]:
    """Return the words of the cues in reading order; the last of each cue ends a line."""
    ordered = sorted(map(_speak, cues), key=lambda cue: cue.start_seconds)
    spoken = [cue for cue in ordered if cue.words]
    if _is_rolling(spoken):
        spoken = list(_unroll(spoken))
    return tuple(word for cue in _part(spoken) for word in _end_line(cue.words))


def strip_sounds(text: str) -> str:
    """Return a line without sound descriptions, songs, speakers' names and dashes."""
    text = _CENSORED.sub(r"\1", html.unescape(text))
    text = _DESCRIBED.sub(" ", _SUNG.sub(" ", text))
    text = _SPEAKER.sub(" ", _TURN.sub(" ", text))
    return _DASH.sub("", text).strip()


def _speak(cue: Cue) -> Cue:
    """Return the cue with the words that are said in it."""
    if cue.words:
        kept = [word for word in cue.words if strip_sounds(word.text)]
        return replace(cue, words=tuple(kept))
    text = " ".join(map(strip_sounds, _join_descriptions(cue.lines)))
    return replace(cue, words=spread_words(text, cue.start_seconds, cue.end_seconds))


def _join_descriptions(lines: Sequence[str]) -> list[str]:
    """Return the lines; a description that goes over two of them becomes one line."""
    text = "\n".join(lines)
    joined = _DESCRIBED.sub(lambda found: found[0].replace("\n", " "), text)
    return joined.split("\n")


def _is_rolling(cues: Sequence[Cue]) -> bool:
    """Say whether most cues begin with what the one before has shown, and then go on."""
    pairs = list(pairwise(cues))
    rolled = sum(_repeats(one, other) for one, other in pairs)
    return rolled >= 2 and rolled >= _ROLLING_SHARE_MIN * len(pairs)


def _repeats(one: Cue, other: Cue) -> bool:
    common = _count_repeated(one.words, other.words)
    is_held = other.end_seconds - other.start_seconds <= _HELD_SECONDS
    is_next = other.start_seconds - one.end_seconds <= _ADJACENT_SECONDS
    return common > 0 and is_next and (is_held or common < len(other.words))


def _count_repeated(shown: Sequence[Word], words: Sequence[Word]) -> int:
    """Return how many of the first words are the last ones that were shown."""
    last, first = _texts(shown), _texts(words)
    longest = min(len(last), len(first))
    return next((n for n in range(longest, 0, -1) if last[-n:] == first[:n]), 0)


def _texts(words: Sequence[Word]) -> list[str]:
    return [word.text.casefold() for word in words]


def _unroll(cues: Iterable[Cue]) -> Iterator[Cue]:
    shown: tuple[Word, ...] = ()
    until = 0.0
    for cue in cues:
        is_next = cue.start_seconds - until <= _ADJACENT_SECONDS
        repeated = _count_repeated(shown, cue.words) if is_next else 0
        fresh = cue.words[repeated:]
        shown, until = cue.words, cue.end_seconds
        if not fresh:
            continue
        is_timed = cue.lines == ()
        if not is_timed:
            text = " ".join(word.text for word in fresh)
            fresh = spread_words(text, cue.start_seconds, cue.end_seconds)
        elif repeated:
            fresh = (replace(fresh[0], start_seconds=cue.start_seconds), *fresh[1:])
        yield replace(cue, words=fresh)


def _part(cues: Sequence[Cue]) -> Iterator[Cue]:
    """Yield the cues so that each ends where the next begins."""
    waiting: Cue | None = None
    for cue in cues:
        if waiting is None:
            waiting = cue
        elif _leaves_time(waiting, cue.start_seconds):
            yield _shorten(waiting, cue.start_seconds)
            waiting = cue
        else:
            waiting = _merge(waiting, cue)
    if waiting is not None:
        yield waiting


def _leaves_time(cue: Cue, until_seconds: float) -> bool:
    if until_seconds >= cue.end_seconds:
        return True
    return until_seconds - cue.start_seconds >= _WORD_SECONDS_MIN * len(cue.words)


def _shorten(cue: Cue, until_seconds: float) -> Cue:
    if until_seconds >= cue.end_seconds:
        return cue
    return replace(cue, end_seconds=until_seconds, words=_squeeze(cue, until_seconds))


def _squeeze(cue: Cue, until_seconds: float) -> tuple[Word, ...]:
    """Return the cue's words within a shorter time; those of no times of their own share it."""
    if not cue.lines and all(word.start_seconds < until_seconds for word in cue.words):
        return tuple(
            replace(word, end_seconds=min(word.end_seconds, until_seconds)) for word in cue.words
        )
    share = (until_seconds - cue.start_seconds) / (cue.end_seconds - cue.start_seconds)
    start = cue.start_seconds
    return tuple(
        replace(
            word,
            start_seconds=start + (word.start_seconds - start) * share,
            end_seconds=start + (word.end_seconds - start) * share,
        )
        for word in cue.words
    )


def _merge(one: Cue, other: Cue) -> Cue:
    end = max(one.end_seconds, other.end_seconds)
    text = " ".join(word.text for word in (*one.words, *other.words))
    return Cue(
        one.start_seconds,
        end,
        (*one.lines, *other.lines),
        spread_words(text, one.start_seconds, end),
    )


def _end_line(words: Sequence[Word]) -> tuple[Word, ...]:
    return (*words[:-1], *(replace(word, ends_line=True) for word in words[-1:]))
