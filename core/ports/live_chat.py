"""Live chat: how a platform's chat comes in, and who hears it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Protocol

from core.domain.live_chat import LiveEvent


class ChatSink(Protocol):
    """Hears what a reader reads."""

    async def hear(self, event: LiveEvent) -> object: ...

    async def note_joined(self, login: str, broadcaster_id: str) -> None:
        """Take that a channel is being read now; its id becomes known by that."""
        ...

    async def note_refused(self, login: str, reason: str) -> None:
        """Take that a channel cannot be read; the reason is a sentence."""
        ...

    async def go_deaf(
        self, broadcaster_ids: Collection[str], *, since: datetime, reason: str
    ) -> None:
        """Take that nothing has come from these channels since then, and why."""
        ...

    async def hear_again(self, broadcaster_ids: Collection[str], *, at: datetime) -> None: ...


class PublicChat(Protocol):
    """Reads the chat of any channel, without an account."""

    def join(self, login: str) -> None:
        """Read a channel from now on, or as soon as `run` runs."""
        ...

    def leave(self, login: str) -> None: ...

    async def run(self, sink: ChatSink) -> None:
        """Read until cancelled; whatever breaks is connected again."""
        ...
