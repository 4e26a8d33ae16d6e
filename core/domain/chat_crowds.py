"""Crowds that do not react to the picture: raids, gifts, and many people with one text."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Iterable, Sequence
from typing import Final

from core.domain.chat import ChatNotice, NoticeKind
from core.domain.chat_line import read_words
from core.domain.chat_score import CrowdCounts, score_crowd
from core.domain.chat_spike import SpikeTuning
from core.domain.chat_window import HeardLine
from core.domain.reaction_words import find_reaction

_TEXT_EXPLAINS_BELOW: Final = 0.3
_WORD_EXPLAINS_BELOW: Final = 0.15
_NEWCOMERS_SHARE: Final = 0.6
_NEWCOMERS_ABOVE_USUAL: Final = 0.3
_ALIKE_SHARE: Final = 0.4
"""Chosen so that real moments pass: on the labelled streams no crowd that made a spike had more
than two thirds of newcomers after its first ten minutes."""

_GIFTS_OF_A_TRAIN: Final = 3
_TRAIN_SECONDS: Final = 60.0


class QuietTimes:
    """Until when nothing is taken for a reaction, because the platform said why people write."""

    __slots__ = ("_gifts", "_tuning", "until")

    def __init__(self, tuning: SpikeTuning) -> None:
        self._tuning = tuning
        self._gifts: deque[tuple[float, int]] | None = None
        self.until = float("-inf")

    def hear(self, notice: ChatNotice, now: float) -> None:
        """Take a notice that came at `now`, in seconds of heard time."""
        if notice.kind is NoticeKind.RAID:
            self.extend(now + self._tuning.quiet_after_raid_seconds)
        elif notice.kind is NoticeKind.HYPE_TRAIN or self._is_train(notice, now):
            self.extend(now + self._tuning.quiet_after_gifts_seconds)

    def extend(self, until: float) -> None:
        self.until = max(self.until, until)

    def _is_train(self, notice: ChatNotice, now: float) -> bool:
        """Say whether this gift makes three or more within a minute."""
        if notice.kind is not NoticeKind.SUB_GIFT:
            return False
        gifts = self._gifts = self._gifts or deque(maxlen=_GIFTS_OF_A_TRAIN)
        gifts.append((now, notice.size))
        return sum(size for at, size in gifts if now - at <= _TRAIN_SECONDS) >= _GIFTS_OF_A_TRAIN


def is_one_text(
    lines: Sequence[HeardLine], recent: Sequence[HeardLine], usual: CrowdCounts, threshold: float
) -> bool:
    """Say whether a crowd is there only because many people wrote the same thing.

    The most repeated text, then the most repeated word, is left out; where too little of the
    score remains, it was a wave of copies or of a keyword. Texts and words that are reactions are
    what a moment is made of, and are never left out.
    """
    for find_keys, share in ((_copied_text, _TEXT_EXPLAINS_BELOW), (_words, _WORD_EXPLAINS_BELOW)):
        key = _most_said(lines, find_keys)
        if key is not None:
            rest = count_crowd(
                [line for line in lines if key not in find_keys(line)],
                [line for line in recent if key not in find_keys(line)],
            )
            if score_crowd(rest, usual) < share * threshold:
                return True
    return False


def is_raid(lines: Sequence[HeardLine], usual_newcomers: float) -> bool:
    """Say whether a crowd came from elsewhere: unknown people, all of a sudden, writing alike.

    `usual_newcomers` is the usual share of them among a window's chatters, 0 to 1.
    """
    chatters = {line.message.chatter for line in lines}
    newcomers = {line.message.chatter for line in lines if line.is_newcomer}
    share = len(newcomers) / len(chatters)
    if share < max(_NEWCOMERS_SHARE, usual_newcomers + _NEWCOMERS_ABOVE_USUAL):
        return False
    people = _count_people(
        [line for line in lines if line.message.chatter in newcomers], _all_words
    )
    return max(people.values(), default=0) >= _ALIKE_SHARE * len(newcomers)


def count_crowd(lines: Iterable[HeardLine], recent: Iterable[HeardLine]) -> CrowdCounts:
    """Count distinct chatters of these lines; `recent` are those of the last five seconds."""
    lines, recent = list(lines), list(recent)
    return CrowdCounts(
        len({line.message.chatter for line in lines if line.reading.brief}),
        len({line.message.chatter for line in recent if line.reading.brief}),
        len({line.message.chatter for line in lines if line.reading.reacts}),
        len({line.message.chatter for line in recent if line.reading.reacts}),
    )


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
    """Return the words of a line that are no reactions, if the line counts at all."""
    if not (line.reading.brief or line.reading.reacts):
        return set()
    return {word for word in read_words(line.message.text) if find_reaction(word) is None}


def _copied_text(line: HeardLine) -> set[str]:
    return {" ".join(read_words(line.message.text))} if _words(line) else set()
