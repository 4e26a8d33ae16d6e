"""Crowds that are not reacting to the stream: raids, gifts, and many people with one text."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from math import ceil
from typing import Final

from core.domain.chat.chat_message import ChatNotice, NoticeKind
from core.domain.chat.chat_spike import SpikeTuning
from core.domain.chat.detector_memory import NEVER
from core.domain.chat.hearing.alike_lines import find_alike
from core.domain.chat.hearing.heard_line import HeardLine
from core.domain.chat.hearing.missed_peaks import MissReason
from core.domain.chat.line_reading import read_words
from core.domain.chat.reaction_words import find_reaction
from core.domain.chat.spike_score import CrowdCounts, score_crowd

_TEXT_REST: Final = (0.4, 0.2)
_WORD_REST: Final = (0.15, 0.1)
_NEWCOMERS_REST: Final = (0.3, 0.2)
"""What must remain of the score without one text, one word or the newcomers, as a share of the
threshold and of the score. Chosen so that real moments pass on the labelled streams."""

_WAVE_PEOPLE: Final = 5
"""Fewer newcomers are no raid: in a small chat, every third voice may be new."""

_NEWCOMERS_ABOVE_USUAL: Final = 0.25
_ALIKE_SHARE: Final = 0.4

CLEAR_WAVE: Final = 1.5
CLEAR_PEOPLE: Final = 10
"""So far above the threshold, so many people with one text will not turn into a moment any more."""

_TRAIN_GIFTS: Final = 3
_TRAIN_SECONDS: Final = 60.0


class QuietTimes:
    """Until when nothing counts as a reaction, because a notice explains why people write."""

    __slots__ = ("_gifts", "_tuning", "until")

    def __init__(self, tuning: SpikeTuning, *, until: int = NEVER) -> None:
        self._tuning = tuning
        self._gifts: deque[tuple[float, int]] | None = None
        self.until = until

    def hear(self, notice: ChatNotice, now: float) -> None:
        """Take a notice that came at `now`, in seconds of heard time."""
        if notice.kind is NoticeKind.RAID:
            self.extend(now + self._tuning.quiet_after_raid_seconds)
        elif notice.kind is NoticeKind.HYPE_TRAIN or self._is_train(notice, now):
            self.extend(now + self._tuning.quiet_after_gifts_seconds)

    def extend(self, until: float) -> None:
        self.until = max(self.until, ceil(until))

    def _is_train(self, notice: ChatNotice, now: float) -> bool:
        """Return whether this gift is at least the third within a minute."""
        if notice.kind is not NoticeKind.SUB_GIFT:
            return False
        gifts = self._gifts = self._gifts or deque(maxlen=_TRAIN_GIFTS)
        gifts.append((now, notice.size))
        return sum(size for at, size in gifts if now - at <= _TRAIN_SECONDS) >= _TRAIN_GIFTS


@dataclass(frozen=True, slots=True, kw_only=True)
class Crowd:
    """The lines in the window, the usual counts, and the score they reached.

    The first `old` lines are older than five seconds.
    """

    lines: Sequence[HeardLine]
    old: int
    usual: CrowdCounts
    usual_newcomers: float
    score: float
    threshold: float


class CrowdKind(Enum):
    """What the people who write in a second are, and why they may be no moment."""

    REACTS = auto()
    TOO_FEW = auto()
    UNDER_BUDGET = auto()
    TOO_SOON = auto()
    COPIES = auto()
    IS_WAVE = auto()
    IS_RAID = auto()
    NOT_COUNTED = auto()


MAY_COME: Final = frozenset(
    {CrowdKind.TOO_FEW, CrowdKind.UNDER_BUDGET, CrowdKind.TOO_SOON, CrowdKind.COPIES}
)
"""A moment may still come of these; what comes right after the others belongs to them."""

MISSED_BY: Final = {
    CrowdKind.TOO_FEW: MissReason.TOO_FEW,
    CrowdKind.UNDER_BUDGET: MissReason.UNDER_BUDGET,
    CrowdKind.TOO_SOON: MissReason.TOO_SOON,
    CrowdKind.COPIES: MissReason.COPIES,
    CrowdKind.IS_WAVE: MissReason.COPIES,
    CrowdKind.IS_RAID: MissReason.RAID,
    CrowdKind.NOT_COUNTED: MissReason.RAID,
}


def tell_apart(crowd: Crowd, *, knows_newcomers: bool) -> CrowdKind:
    """Tell people who react to the stream from those who repeat one text, and from a raid."""
    if knows_newcomers and is_raid(crowd):
        return CrowdKind.IS_RAID
    copies = count_one_text(crowd)
    if copies >= CLEAR_PEOPLE and crowd.score >= CLEAR_WAVE * crowd.threshold:
        return CrowdKind.IS_WAVE
    return CrowdKind.COPIES if copies else CrowdKind.REACTS


def count_one_text(crowd: Crowd) -> int:
    """Return how many people wrote one thing, if that alone made them a crowd; else 0.

    The most repeated text, then the most repeated word, is left out; if too little of the score
    remains, it was a wave of copies or of a keyword. Texts and words that are reactions are never
    left out: they are what a moment is made of.
    """
    for find_keys, rest in ((_copied_text, _TEXT_REST), (_words, _WORD_REST)):
        key = _most_said(crowd.lines, find_keys)
        left_out = [key in find_keys(line) for line in crowd.lines]
        if key is not None and _explains(crowd, left_out, rest):
            people = {
                line.message.chatter for line, out in zip(crowd.lines, left_out, strict=True) if out
            }
            return len(people)
    return 0


def is_raid(crowd: Crowd) -> bool:
    """Return whether a crowd came from elsewhere: sudden newcomers who write alike."""
    chatters = {line.message.chatter for line in crowd.lines}
    newcomers = {line.message.chatter for line in crowd.lines if line.is_newcomer}
    if len(newcomers) < _WAVE_PEOPLE:
        return False
    if len(newcomers) / len(chatters) < crowd.usual_newcomers + _NEWCOMERS_ABOVE_USUAL:
        return False
    theirs = [line for line in crowd.lines if line.message.chatter in newcomers]
    alike = max(_count_people(theirs, _all_words).values(), default=0)
    return alike >= _ALIKE_SHARE * len(newcomers) and _explains(
        crowd, [line.message.chatter in newcomers for line in crowd.lines], _NEWCOMERS_REST
    )


def _explains(crowd: Crowd, left_out: Sequence[bool], rest: tuple[float, float]) -> bool:
    """Return whether too little of the score remains without the lines left out."""
    kept = [line for line, is_out in zip(crowd.lines, left_out, strict=True) if not is_out]
    fresh = [
        line
        for line, is_out in zip(crowd.lines[crowd.old :], left_out[crowd.old :], strict=True)
        if not is_out
    ]
    counts = count_crowd(kept, fresh)
    of_threshold, of_score = rest
    needed = max(of_threshold * crowd.threshold, min(of_score * crowd.score, crowd.threshold))
    return score_crowd(counts, crowd.usual) < needed


def count_crowd(lines: Sequence[HeardLine], recent: Sequence[HeardLine]) -> CrowdCounts:
    """Count the distinct chatters of these lines; `recent` are those of the last five seconds."""
    alike = find_alike(lines)
    return CrowdCounts(
        len({line.message.chatter for line in lines if line.reading.brief}),
        len({line.message.chatter for line in recent if line.reading.brief}),
        len({line.message.chatter for line in lines if _reacts(line, alike)}),
        len({line.message.chatter for line in recent if _reacts(line, alike)}),
    )


def _reacts(line: HeardLine, alike: frozenset[str]) -> bool:
    return line.reading.reacts or line.reading.key in alike


def _most_said(
    lines: Sequence[HeardLine], find_keys: Callable[[HeardLine], set[str]]
) -> str | None:
    people = _count_people(lines, find_keys)
    return max(people, key=lambda key: (people[key], key), default=None)


def _count_people(
    lines: Sequence[HeardLine], find_keys: Callable[[HeardLine], set[str]]
) -> Counter[str]:
    said = {(line.message.chatter, key) for line in lines for key in find_keys(line)}
    return Counter(key for _, key in said)


def _all_words(line: HeardLine) -> set[str]:
    return set(read_words(line.message.text))


def _words(line: HeardLine) -> set[str]:
    """Return the words of a line that are not reactions; none if the line does not count.

    A brief line that reacts is a reaction as a whole, whatever its words.
    """
    if line.reading.brief == line.reading.reacts:
        return set()
    return {word for word in read_words(line.message.text) if find_reaction(word) is None}


def _copied_text(line: HeardLine) -> set[str]:
    return {" ".join(read_words(line.message.text))} if _words(line) else set()
