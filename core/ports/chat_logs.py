"""Chat logs: recorded chat, read as if it were being said."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

from core.domain.chat import ChatMessage, ChatNotice


class ChatLog(Protocol):
    """A recording that is read once, from its start to its end."""

    @property
    def format_name(self) -> str:
        """What the recording was recognised as, in words."""
        ...

    @property
    def skipped(self) -> int:
        """How many broken lines were passed over up to now."""
        ...

    def __iter__(self) -> Iterator[ChatMessage | ChatNotice]: ...


class ChatLogReader(Protocol):
    """Recognises a recording by its content and opens it."""

    def open_log(self, path: Path) -> ChatLog:
        """Return the log; InvalidInput, with what to do, where it is not one."""
        ...
