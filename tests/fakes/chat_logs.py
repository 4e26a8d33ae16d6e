"""Chat logs in memory."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from core.domain.chat.chat_message import ChatMessage, ChatNotice
from core.errors import InvalidInput
from core.ports.chat import ChatLog, ChatLogReader, ChatSource


class FakeChatLog:
    """A recording given as its events."""

    def __init__(
        self,
        events: Sequence[ChatMessage | ChatNotice],
        *,
        skipped: int = 0,
        notes: tuple[str, ...] = (),
    ) -> None:
        self._events = events
        self._skipped = skipped
        self._notes = notes

    @property
    def format_name(self) -> str:
        return "fake"

    @property
    def skipped(self) -> int:
        return self._skipped

    @property
    def notes(self) -> tuple[str, ...]:
        return self._notes

    def __iter__(self) -> Iterator[ChatMessage | ChatNotice]:
        return iter(self._events)


class FakeChatLogReader:
    """Opens the logs that it was given, by path."""

    def __init__(self, logs: Mapping[Path, FakeChatLog]) -> None:
        self._logs = dict(logs)

    def open_log(self, path: Path, *, first_at: float | None = None) -> FakeChatLog:
        if path not in self._logs:
            raise InvalidInput(f"{path} is not a chat log that Truss knows.")
        return self._logs[path]


_source: type[ChatSource] = FakeChatLog
_log: type[ChatLog] = FakeChatLog
_reader: type[ChatLogReader] = FakeChatLogReader
