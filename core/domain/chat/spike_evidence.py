"""Spike evidence: which lines and words made a spike, and what kind of reaction it was."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Final

from core.domain.chat.chat_message import ChatNotice, NoticeKind
from core.domain.chat.chat_spike import ChatLine
from core.domain.chat.hearing.heard_line import HeardLine
from core.domain.chat.line_reading import read_words
from core.domain.chat.reaction import Reaction
from core.domain.chat.reaction_words import find_reaction

LINES_SHOWN: Final = 5
LINE_CHARACTERS: Final = 200
TOKENS_SHOWN: Final = 5
_CLEAR_SHARE: Final = 0.5


def name_reaction(lines: Sequence[HeardLine]) -> Reaction:
    """Return the most common reaction; MIXED if it is not clear, or few used words that are known.

    It must have half of the chatters whose reaction has a name, and these half of all who react.
    """
    reacting = {line.message.chatter for line in lines if line.reading.reacts}
    said = {line.message.chatter: line.reading.reaction for line in lines if line.reading.reaction}
    if not said or len(said) < _CLEAR_SHARE * len(reacting):
        return Reaction.MIXED
    reaction, votes = Counter(said.values()).most_common(1)[0]
    return reaction if votes >= _CLEAR_SHARE * len(said) else Reaction.MIXED


def rank_tokens(lines: Sequence[HeardLine]) -> tuple[tuple[str, int], ...]:
    """Return the most common tokens and how many people wrote each, at least two."""
    people = _count_people(lines)
    ranked = sorted(people.items(), key=lambda item: (-item[1], item[0]))
    return tuple(item for item in ranked[:TOKENS_SHOWN] if item[1] > 1)


def pick_strongest(lines: Sequence[HeardLine]) -> tuple[ChatLine, ...]:
    """Return up to five lines of distinct chatters, those that say what most people say first.

    A text is shown once, and a line that reacts goes before one that does not. A line without
    words, whose emotes the platform stripped, is left out.
    """
    people = _count_people(lines)

    def weight(line: HeardLine) -> tuple[bool, float]:
        text = line.message.text
        agreeing = max((people[word] for word in read_words(text)), default=0)
        return line.reading.reacts, agreeing / (1 + len(text) / LINE_CHARACTERS)

    chosen: dict[str, ChatLine] = {}
    texts: set[tuple[str, ...]] = set()
    for line in sorted(lines, key=weight, reverse=True):
        message, words = line.message, read_words(line.message.text)
        if words and message.chatter not in chosen and words not in texts:
            texts.add(words)
            chosen[message.chatter] = ChatLine(
                offset_seconds=message.offset_seconds,
                chatter=message.chatter,
                text=message.text[:LINE_CHARACTERS],
                message_id=message.message_id,
            )
        if len(chosen) == LINES_SHOWN:
            break
    return tuple(chosen.values())


def take_back(lines: Sequence[ChatLine], notice: ChatNotice) -> tuple[ChatLine, ...]:
    """Return the lines that remain in chat after a deletion or a ban."""
    if notice.kind is NoticeKind.TIMEOUT:
        return tuple(line for line in lines if not notice.is_of(line.chatter))
    if notice.kind is NoticeKind.DELETION:
        return tuple(line for line in lines if line.message_id != notice.message_id)
    return tuple(lines)


def _count_people(lines: Sequence[HeardLine]) -> Counter[str]:
    """Count the distinct chatters of each token."""
    said = {(line.message.chatter, token) for line in lines for token in _list_tokens(line)}
    return Counter(token for _, token in said)


def _list_tokens(line: HeardLine) -> list[str]:
    """Return all words of a brief line; of a longer one, only its reactions."""
    words = read_words(line.message.text)
    if line.reading.brief:
        return list(words)
    return [word for word in words if line.reading.reacts and find_reaction(word)]
