"""Evidence: what chat did at a moment, in sentences, lines and the words that most people wrote."""

from __future__ import annotations

from dataclasses import dataclass

from cogs.plain_text import clean_text
from core.domain.chat.chat_spike import ChatSpike
from core.domain.chat.reaction import Reaction
from core.domain.work.plain_text import format_offset

LINE_LENGTH_MAX = 140
NAME_LENGTH_MAX = 32
LINES_MAX = 3
TOKENS_MAX = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class CardLine:
    """A line of chat, and when it was written (`m:ss` into the stream)."""

    at: str
    chatter: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CardToken:
    """A word or emote, and how many people wrote it."""

    text: str
    people: int


def describe_spike(spike: ChatSpike) -> tuple[str, ...]:
    """Return the evidence of a spike in sentences: who, how many, what they felt and wrote."""
    tokens = ", ".join(f"{token.text} ({_people(token.people)})" for token in list_tokens(spike))
    caller = name_caller(spike)
    return (
        *([f"{caller} asked for a clip of it first."] if caller else []),
        *describe_crowd(spike),
        *([f"Most repeated: {tokens}."] if tokens else []),
        *(f"{line.at} {line.chatter}: {line.text}" for line in list_lines(spike)),
    )


_REACTION_TEXTS = {
    Reaction.HYPE: "cheered",
    Reaction.LAUGHTER: "laughed",
    Reaction.SHOCK: "were stunned",
    Reaction.SADNESS: "felt for it",
    Reaction.APPLAUSE: "applauded",
    Reaction.MIXED: "reacted",
}


def name_caller(spike: ChatSpike) -> str | None:
    return clean_text(spike.asked_by, NAME_LENGTH_MAX) or None if spike.asked_by else None


def describe_crowd(spike: ChatSpike) -> tuple[str, ...]:
    if not spike.is_of_chat:
        return ("Somebody of the team asked for it; nobody looked at the chat.",)
    if not spike.chatters:
        return ("Nobody else wrote anything then.",)
    lines = "1 line" if spike.messages == 1 else f"{spike.messages} lines"
    within = f"{_people(spike.chatters)} wrote {lines} within seconds"
    if spike.usual_chatters < 1:
        crowd = f"{within}, where hardly anyone writes."
    else:
        times = spike.chatters / spike.usual_chatters
        digits = 0 if times >= 2 else 1
        more = f": {times:.{digits}f} times as many" if times >= 1.5 else ""
        crowd = f"{within}, where {spike.usual_chatters:.0f} are usual{more}."
    reacting = f"{spike.reacting} of them {_REACTION_TEXTS[spike.reaction]}."
    return (crowd, *([reacting] if spike.reacting else []))


def list_lines(spike: ChatSpike) -> tuple[CardLine, ...]:
    lines = (
        CardLine(
            at=format_offset(line.offset_seconds),
            chatter=clean_text(line.chatter, NAME_LENGTH_MAX),
            text=clean_text(line.text, LINE_LENGTH_MAX),
        )
        for line in spike.strongest
    )
    return tuple(line for line in lines if line.text)[:LINES_MAX]


def list_tokens(spike: ChatSpike) -> tuple[CardToken, ...]:
    cleaned = ((clean_text(text, NAME_LENGTH_MAX), people) for text, people in spike.tokens)
    return tuple(CardToken(text=text, people=people) for text, people in cleaned if text)[
        :TOKENS_MAX
    ]


def _people(count: int) -> str:
    return "1 person" if count == 1 else f"{count} people"
