"""Live chat without a network: a sink that records, and a reader of what a test gives it."""

from __future__ import annotations

import asyncio
from collections.abc import Collection
from datetime import datetime

from core.domain.chat.live_chat import LiveEvent, LiveLine
from core.ports.chat import ChatSink, PublicChat


class FakeSink:
    """Records what it received; ongoing `outages` have no end."""

    def __init__(self) -> None:
        self.events: list[LiveEvent] = []
        self.joined: dict[str, str] = {}
        self.refused: dict[str, str] = {}
        self.outages: list[tuple[str, datetime, datetime | None]] = []

    @property
    def texts(self) -> list[str]:
        return [event.text for event in self.events if isinstance(event, LiveLine)]

    async def hear(self, event: LiveEvent) -> None:
        self.events.append(event)

    async def note_joined(self, login: str, broadcaster_id: str) -> None:
        self.joined[login] = broadcaster_id

    async def note_refused(self, login: str, reason: str) -> None:
        self.refused[login] = reason

    async def mark_disconnected(
        self, broadcaster_ids: Collection[str], *, since: datetime, reason: str
    ) -> None:
        self.outages += [(broadcaster_id, since, None) for broadcaster_id in broadcaster_ids]

    async def mark_connected(self, broadcaster_ids: Collection[str], *, at: datetime) -> None:
        self.outages = [
            (name, since, at if end is None and name in broadcaster_ids else end)
            for name, since, end in self.outages
        ]


class FakePublicChat:
    """Reads what a test puts into `events`, for the joined channels."""

    def __init__(self) -> None:
        self.joined: list[str] = []
        self.unheard: tuple[str, ...] = ()
        self.events: asyncio.Queue[LiveEvent] = asyncio.Queue()

    def join(self, login: str) -> None:
        self.joined.append(login)

    def leave(self, login: str) -> None:
        self.joined.remove(login)

    def list_unheard(self) -> tuple[str, ...]:
        return self.unheard

    async def run(self, sink: ChatSink) -> None:
        for login in self.joined:
            await sink.note_joined(login, f"id-{login}")
        while True:
            await sink.hear(await self.events.get())


_sink: type[ChatSink] = FakeSink
_chat: type[PublicChat] = FakePublicChat
