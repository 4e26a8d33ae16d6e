"""Questions: what somebody typed, and what plain matching makes of it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from typing import Final

from core.domain.asking.periods import Period, drop_periods, find_clock, find_period
from core.domain.asking.words import find_concepts, fold, split_words
from core.domain.clips.clip import ClipStatus
from core.domain.work.plain_text import clean_text
from core.domain.work.platform import Platform
from core.errors import InvalidInput

QUESTION_CHARACTERS_MAX: Final = 400
COUNT_MAX: Final = 25
_PLATFORMS: Final[Mapping[str, Platform]] = {
    "youtube": Platform.YOUTUBE,
    "yt": Platform.YOUTUBE,
    "shorts": Platform.YOUTUBE,
    "tiktok": Platform.TIKTOK,
    "tik-tok": Platform.TIKTOK,
    "tt": Platform.TIKTOK,
    "twitch": Platform.TWITCH,
    "discord": Platform.DISCORD,
    "linkedin": Platform.LINKEDIN,
    "twitter": Platform.X,
    "rednote": Platform.REDNOTE,
    "xiaohongshu": Platform.REDNOTE,
    "folder": Platform.FOLDER,
}
_STATUSES: Final[Mapping[str, ClipStatus]] = {
    "approved": ClipStatus.APPROVED,
    "rejected": ClipStatus.REJECTED,
    "failed": ClipStatus.FAILED,
    "review": ClipStatus.IN_REVIEW,
}
_QUOTED: Final = re.compile(
    '["\u201c\u201d\u201e\u00ab\u00bb]'
    '([^"\u201c\u201d\u201e\u00ab\u00bb]{2,100})["\u201c\u201d\u00ab\u00bb]'
)
_COUNT: Final = re.compile(
    r"\b(?:top|best|worst|last|latest|first|newest|beste[nr]?|letzten|mejores|ultimos)\s+(\d{1,2})\b"
    r"|\b(\d{1,2})\s+(?:best|worst|top|newest|latest|clips|beste\w*|mejores|meilleurs)\b"
)
_NUMBERS: Final = {"three": 3, "five": 5, "ten": 10, "drei": 3, "funf": 5, "zehn": 10, "tres": 3}


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question as it was read; `title` is what it quotes, `clock` a time of day.

    `concepts` names what it is about, as `words` has them.
    """

    text: str
    folded: str
    concepts: frozenset[str] = frozenset()
    platform: Platform | None = None
    status: ClipStatus | None = None
    clock: tuple[int, int, int] | None = None
    count: int | None = None
    title: str = ""
    words: tuple[str, ...] = field(default=(), repr=False)

    def find_period(self, today: date, *, is_ahead: bool = False) -> Period | None:
        return find_period(self.folded, today, is_ahead=is_ahead)

    @property
    def asks_why(self) -> bool:
        return "why" in self.concepts

    @property
    def asks_how_many(self) -> bool:
        return "count" in self.concepts


def check_question(text: str) -> str:
    """Return a question as one clean line; InvalidInput for what is none."""
    cleaned = clean_text(text, 2 * QUESTION_CHARACTERS_MAX)
    if not any(character.isalnum() for character in cleaned):
        raise InvalidInput("Ask in words, as in: which clips did best this week?")
    if len(cleaned) > QUESTION_CHARACTERS_MAX:
        raise InvalidInput(f"A question has at most {QUESTION_CHARACTERS_MAX} characters.")
    return cleaned


def read_question(text: str) -> Question:
    """Read a question; what it quotes is a title and no part of what it is about."""
    quoted = _QUOTED.search(text)
    rest = text[: quoted.start()] + " clip " + text[quoted.end() :] if quoted else text
    folded = fold(rest)
    words = split_words(drop_periods(folded))
    concepts = find_concepts(words)
    if "clips" in words or "clip" in words:
        concepts |= {"clip"}
    return Question(
        text=text,
        folded=folded,
        concepts=concepts,
        platform=next((_PLATFORMS[word] for word in words if word in _PLATFORMS), None),
        status=next((_STATUSES[c] for c in _STATUSES if c in concepts), None),
        clock=find_clock(folded),
        count=_find_count(folded, words),
        title=quoted[1].strip() if quoted else "",
        words=words,
    )


def _find_count(folded: str, words: tuple[str, ...]) -> int | None:
    if re.search(r"\b\d{1,3} (day|week|tag|woche|dia|semana)", folded):
        return None
    if found := _COUNT.search(folded):
        return max(1, min(COUNT_MAX, int(found[1] or found[2])))
    after_best = [b for a, b in pairwise(words) if a in {"top", "best"}]
    return next((_NUMBERS[word] for word in after_best if word in _NUMBERS), None)
