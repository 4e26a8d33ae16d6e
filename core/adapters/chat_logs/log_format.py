"""What every reader of a chat log is: it recognises its format in a sample, and reads a stream."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol, TextIO

from core.adapters.chat_logs.timeline import Timeline
from core.adapters.chat_records import ChatEvent, Skip


@dataclass(frozen=True)
class Sample:
    """The beginning of a file, as text."""

    text: str

    @cached_property
    def lines(self) -> list[str]:
        """Its lines that are not empty; a line that the sample cuts is left out."""
        lines = self.text.splitlines()
        if len(lines) > 1 and not self.text.endswith(("\n", "\r")):
            lines.pop()
        return [line for line in lines if line.strip()]


class LogReading(Protocol):
    """A recognised format, ready to read a file of it; each reading starts over."""

    @property
    def name(self) -> str:
        """The format, in words."""
        ...

    def read(self, stream: TextIO, timeline: Timeline, skip: Skip) -> Iterator[ChatEvent]:
        """Yield the events; `skip` is called for each line or item that is broken."""
        ...


class LogFormat(Protocol):
    """A family of formats that one reader knows."""

    def recognise(self, sample: Sample) -> LogReading | None:
        """Return how to read a file that begins so, None if it is of another family.

        InvalidInput, with the format's name and a way out, if it holds too little to be read.
        """
        ...
