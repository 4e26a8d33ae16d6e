"""The demo's stream: generated here, so that a newcomer needs no account and no network."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from core.domain.chat.chat_message import ChatMessage, ChatNotice
from core.ports.work import OnProgress


class DemoStream(Protocol):
    """A generated broadcast: the same picture, sound and chat every time."""

    @property
    def name(self) -> str:
        """A file name for its video that changes whenever the video would."""
        ...

    @property
    def title(self) -> str: ...

    @property
    def duration_seconds(self) -> float: ...

    def make_chat(self) -> Sequence[ChatMessage | ChatNotice]:
        """Return its whole chat in order."""
        ...

    async def make_video(self, out: Path, *, on_progress: OnProgress) -> None:
        """Write its video, completely or not at all; `on_progress` is called with 0 to 1."""
        ...
