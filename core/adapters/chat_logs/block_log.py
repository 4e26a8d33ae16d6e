"""Chat in blocks, as DiscordChatExporter writes it: a time and a name, and below it the text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Final, TextIO

from core.adapters.chat_logs.fragments import find_shortcuts
from core.adapters.chat_logs.log_format import LogReading, Sample
from core.adapters.chat_logs.log_times import LogTime
from core.adapters.chat_logs.text_log import read_text_line
from core.adapters.chat_logs.timeline import Timeline, check_seconds
from core.adapters.chat_records import (
    TEXT_CHARACTERS_MAX,
    ChatEvent,
    Skip,
    make_message,
    read_lines,
)

_PINNED: Final = re.compile(r"\s+\((?:pinned|edited)\)$")
_SECTION: Final = re.compile(r"\{(?:Attachments|Embed|Stickers|Reactions)\}$|={5,}$")
_SAMPLE_LINES: Final = 500


@dataclass(slots=True)
class _Block:
    time: LogTime
    chatter: str
    lines: list[str] = field(default_factory=list)
    is_over: bool = False

    def add(self, line: str) -> None:
        """Take a line of the text; what was attached below it was not said."""
        self.is_over = self.is_over or _SECTION.match(line) is not None
        if not self.is_over and sum(map(len, self.lines)) < TEXT_CHARACTERS_MAX:
            self.lines.append(line)


class BlockLogFormat:
    """Recognises blocks by lines with a time and a name alone, and lines without a time."""

    def recognise(self, sample: Sample) -> LogReading | None:
        lines = list(islice(sample.lines, _SAMPLE_LINES))
        heads = [head for line in lines if (head := _read_head(line))]
        others = len(lines) - len(heads)
        if len(heads) * 6 < len(lines) or others * 2 < len(heads) or not heads:
            return None
        check_seconds((head.time for head in heads), "This is chat in blocks, as from Discord,")
        return BlockLog()


@dataclass(frozen=True, slots=True)
class BlockLog:
    """Blocks; an empty line does not end a text, the next name does."""

    name: str = "DiscordChatExporter text"

    def read(self, stream: TextIO, timeline: Timeline, skip: Skip) -> Iterator[ChatEvent]:
        block: _Block | None = None
        for line in read_lines(stream, skip):
            text = line.rstrip("\r\n")
            if head := _read_head(text):
                yield from _finish(block, timeline, skip)
                block = head
            elif block:
                block.add(text)
        yield from _finish(block, timeline, skip)


def _finish(block: _Block | None, timeline: Timeline, skip: Skip) -> Iterator[ChatEvent]:
    if block is None:
        return
    offset_seconds = timeline.place(block.time)
    text = "\n".join(block.lines).strip()
    message = (
        None
        if offset_seconds is None
        else make_message(offset_seconds, block.chatter, text, emotes=find_shortcuts(text))
    )
    if message is None:
        skip()
    else:
        yield message


def _read_head(line: str) -> _Block | None:
    """Return the block that a line begins, None for one with no time, no name or a text."""
    if not line.startswith(("[", "(")):
        return None
    found = read_text_line(line)
    if found is None or found.chatter or not 0 < len(found.text.strip()) <= 100:
        return None
    return _Block(found.time, _PINNED.sub("", found.text.strip()))
