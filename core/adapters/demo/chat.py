"""The demo's chat: regulars who talk and erupt at highlights, and three crowds that do not count.

A raid, a flood of bots and one flooding person are included; none of them reacts to the picture.
"""

from __future__ import annotations

import math
import random
from collections.abc import Sequence

from core.adapters.demo import chat_lines, story
from core.adapters.demo.story import Highlight, HighlightKind
from core.domain.chat.chat_message import ChatMessage, ChatNotice, NoticeKind

_REGULARS = 120
_RAIDERS = 62
_LINES_A_SECOND = 0.6
_ERUPTION_SECONDS = 11.0
_LEAST_GAP_SECONDS = 0.02
_OPENING_SECONDS = 40.0

_CROWDS = {
    HighlightKind.CRASH: 46,
    HighlightKind.BOSS: 50,
    HighlightKind.SAVE: 48,
    HighlightKind.FINISH: 58,
}

_Line = tuple[float, str, str]


def make_chat(seed: str) -> Sequence[ChatMessage | ChatNotice]:
    """Return the whole chat in chronological order; equal seeds give equal chats."""
    rng = random.Random(f"{seed}/chat")  # noqa: S311 - a story, not a secret
    regulars = _make_names(rng, chat_lines.NAME_STARTS, chat_lines.NAME_ENDS, _REGULARS)
    lines = _talk(rng, regulars)
    for highlight in story.HIGHLIGHTS:
        lines += _erupt(rng, regulars, highlight)
    lines += _raid(rng) + _flood_with_bots(rng) + _flood_alone(rng) + _type_commands(rng, regulars)
    notice = ChatNotice(offset_seconds=story.RAID_AT_SECONDS, kind=NoticeKind.RAID, size=_RAIDERS)
    return _put_in_order(lines, notice)


def _make_names(
    rng: random.Random, starts: Sequence[str], ends: Sequence[str], count: int
) -> list[str]:
    every = [f"{start}{end}" for start in starts for end in ends]
    chosen = rng.sample(every, min(count, len(every)))
    return [f"{name}{rng.choice(('', '', '_', '7', '42', 'x', '_tv'))}" for name in chosen]


def _talk(rng: random.Random, regulars: Sequence[str]) -> list[_Line]:
    """Return the ordinary talk: about 0.6 lines a second, slower at first, in slow waves."""
    lines, at = [], 1.5
    waiting: list[str] = []
    while at < story.DURATION_SECONDS - 1:
        wave = 1 + 0.25 * math.sin(at / 31) + 0.15 * math.sin(at / 11)
        rate = _LINES_A_SECOND * wave * min(1.0, 0.6 + at / (2.5 * _OPENING_SECONDS))
        # Uniformly drawn gaps keep the talk lively without the bursts of a pure Poisson process.
        if not waiting:
            waiting = rng.sample(list(regulars), len(regulars))
        lines.append((at, waiting.pop(), _say_something(rng, at)))
        at += rng.uniform(0.35, 1.65) / rate
    return lines


def _say_something(rng: random.Random, at: float) -> str:
    if at < _OPENING_SECONDS and rng.random() < 0.55:
        return rng.choice(chat_lines.GREETINGS)
    if rng.random() < 0.24:
        return rng.choice(chat_lines.SMALL_REACTIONS)
    return rng.choice(chat_lines.GAME_TALK)


def _erupt(rng: random.Random, regulars: Sequence[str], highlight: Highlight) -> list[_Line]:
    """Return the crowd's reaction: it starts 3.5 to 5 s late, rises fast and dies away."""
    start = highlight.offset_seconds + rng.uniform(3.5, 5.0)
    crowd = rng.sample(list(regulars), _CROWDS[highlight.kind])
    said = chat_lines.REACTIONS[highlight.kind]
    lines = [
        (start + _ERUPTION_SECONDS * rng.betavariate(1.5, 2.2), chatter, rng.choice(said))
        for chatter in crowd
    ]
    again = rng.sample(crowd, len(crowd) // 4)
    lines += [(start + rng.uniform(6, 17), chatter, rng.choice(said)) for chatter in again]
    clippers = rng.sample(list(regulars), 7)
    lines += [(start + rng.uniform(1, 11), chatter, "!clip") for chatter in clippers]
    return lines


def _raid(rng: random.Random) -> list[_Line]:
    names = _make_names(rng, chat_lines.RAIDER_STARTS, chat_lines.RAIDER_ENDS, _RAIDERS)
    return [
        (story.RAID_AT_SECONDS + 0.5 + 13 * rng.betavariate(1.3, 2), name, said)
        for name in names
        for said in (rng.choice(chat_lines.RAID_LINES),)
    ]


def _flood_with_bots(rng: random.Random) -> list[_Line]:
    return [
        (
            story.BOT_FLOOD_AT_SECONDS + rng.uniform(0, 9),
            rng.choice(chat_lines.BOT_NAMES),
            rng.choice(chat_lines.BOT_LINES),
        )
        for _ in range(36)
    ]


def _flood_alone(rng: random.Random) -> list[_Line]:
    return [
        (
            story.PERSON_FLOOD_AT_SECONDS + 0.27 * number + rng.uniform(0, 0.2),
            chat_lines.FLOODER,
            rng.choice(chat_lines.FLOOD_LINES),
        )
        for number in range(40)
    ]


def _type_commands(rng: random.Random, regulars: Sequence[str]) -> list[_Line]:
    return [
        (rng.uniform(20, story.DURATION_SECONDS - 10), rng.choice(regulars), command)
        for command in chat_lines.COMMANDS * 2
    ]


def _put_in_order(lines: list[_Line], notice: ChatNotice) -> list[ChatMessage | ChatNotice]:
    """Return the lines sorted, at least 20 ms apart, numbered, with the notice in its place."""
    events: list[ChatMessage | ChatNotice] = []
    at = 0.0
    for number, (offset, chatter, text) in enumerate(sorted(lines)):
        at = max(round(offset, 2), round(at + _LEAST_GAP_SECONDS, 2))
        message = ChatMessage(
            offset_seconds=at, chatter=chatter, text=text, message_id=f"demo-{number:04d}"
        )
        events.append(message)
    place = sum(event.offset_seconds < notice.offset_seconds for event in events)
    return [*events[:place], notice, *events[place:]]
