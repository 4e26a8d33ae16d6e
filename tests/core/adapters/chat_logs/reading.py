"""Reads a text with one format's reader, as the tests of all formats do."""

from __future__ import annotations

import io
from typing import NamedTuple

from core.adapters.chat_logs.log_format import LogFormat, Sample
from core.adapters.chat_logs.timeline import Timeline
from core.adapters.chat_records import ChatEvent
from core.domain.chat.chat_message import ChatMessage


class Read(NamedTuple):
    name: str
    events: list[ChatEvent]
    skipped: int
    notes: tuple[str, ...]

    @property
    def said(self) -> list[tuple[float, str, str]]:
        messages = (e for e in self.events if isinstance(e, ChatMessage))
        return [(round(e.offset_seconds, 3), e.chatter, e.text) for e in messages]

    @property
    def emotes(self) -> list[tuple[str, ...]]:
        return [e.emotes for e in self.events if isinstance(e, ChatMessage)]


def read_with(log_format: LogFormat, text: str, *, first_at: float | None = None) -> Read:
    """Return what the format's reader makes of a text that it has to recognise."""
    reading = log_format.recognise(Sample(text[:65_536]))
    assert reading is not None, "not recognised"
    skipped: list[int] = []
    timeline = Timeline(first_at=first_at)
    stream = io.StringIO(text, newline="")
    events = list(reading.read(stream, timeline, lambda: skipped.append(1)))
    return Read(reading.name, events, len(skipped), timeline.notes)
