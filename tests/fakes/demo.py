"""A demo stream without ffmpeg: its real chat, and a file that only looks like a video."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from core.adapters.demo import story
from core.adapters.demo.chat import make_chat
from core.domain.chat.chat_message import ChatMessage, ChatNotice
from core.ports.demo import DemoStream
from core.ports.work import OnProgress


@cache
def _make_usual_chat() -> tuple[ChatMessage | ChatNotice, ...]:
    """Return the demo's chat, generated once: it is always the same, and slow to make."""
    return tuple(make_chat("truss"))


class FakeDemoStream:
    """Writes `content` as its video and counts how often; `chat` replaces the generated chat."""

    def __init__(
        self,
        *,
        content: bytes = b"demo video",
        chat: Sequence[ChatMessage | ChatNotice] | None = None,
    ) -> None:
        self.content = content
        self.videos_made = 0
        self._chat = _make_usual_chat() if chat is None else chat

    @property
    def name(self) -> str:
        return "fake-demo"

    @property
    def title(self) -> str:
        return story.TITLE

    @property
    def duration_seconds(self) -> float:
        return story.DURATION_SECONDS

    def make_chat(self) -> Sequence[ChatMessage | ChatNotice]:
        return self._chat

    async def make_video(self, out: Path, *, on_progress: OnProgress) -> None:
        on_progress(0.0)
        await asyncio.to_thread(out.write_bytes, self.content)
        self.videos_made += 1
        on_progress(1.0)


_: type[DemoStream] = FakeDemoStream
