"""Evidence: which lines and words made a spike, and what kind of reaction it was."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Final

from core.domain.chat_line import read_token
from core.domain.chat_spike import ChatLine
from core.domain.chat_window import HeardLine
from core.domain.reaction import Reaction

LINES_SHOWN: Final = 5
LINE_CHARACTERS: Final = 200
TOKENS_SHOWN: Final = 5
TOKEN_CHARACTERS: Final = 40
_TOKENS_READ: Final = 8
_CLEAR_SHARE: Final = 0.5


def name_reaction(lines: Sequence[HeardLine]) -> Reaction:
    """Return what most of the reacting chatters did; mixed where no kind has half of them."""
    said = {line.chatter: line.reading.reaction for line in lines if line.reading.reaction}
    if not said:
        return Reaction.MIXED
    reaction, votes = Counter(said.values()).most_common(1)[0]
    return reaction if votes >= _CLEAR_SHARE * len(said) else Reaction.MIXED


def rank_tokens(lines: Sequence[HeardLine]) -> tuple[tuple[str, int], ...]:
    """Return the tokens that most people wrote, with how many did; at least two each."""
    people = _count_people(lines)
    ranked = sorted(people.items(), key=lambda item: (-item[1], item[0]))
    return tuple(item for item in ranked[:TOKENS_SHOWN] if item[1] > 1)


def pick_strongest(lines: Sequence[HeardLine]) -> tuple[ChatLine, ...]:
    """Return up to five lines of distinct chatters, those who say what most people say first.

    A text is shown once, and a line that reacts goes before one that does not.
    """
    people = _count_people(lines)

    def weight(line: HeardLine) -> tuple[bool, float]:
        tokens = _tokens(line.text)
        heard = max((people[token] for token in tokens), default=0)
        return line.reading.reacts, heard / (1 + len(line.text) / LINE_CHARACTERS)

    chosen: dict[str, HeardLine] = {}
    texts: set[str] = set()
    for line in sorted(lines, key=weight, reverse=True):
        text = " ".join(line.text.lower().split())
        if line.chatter not in chosen and text not in texts:
            chosen[line.chatter] = line
            texts.add(text)
        if len(chosen) == LINES_SHOWN:
            break
    return tuple(
        ChatLine(
            offset_seconds=line.offset_seconds,
            chatter=line.chatter,
            text=line.text[:LINE_CHARACTERS],
        )
        for line in chosen.values()
    )


def _count_people(lines: Sequence[HeardLine]) -> Counter[str]:
    said = {(line.chatter, token) for line in lines for token in _tokens(line.text)}
    return Counter(token for _, token in said)


def _tokens(text: str) -> set[str]:
    return {read_token(token) for token in text.split(maxsplit=_TOKENS_READ)[:_TOKENS_READ]} - {""}
