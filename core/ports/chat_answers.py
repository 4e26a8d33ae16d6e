"""Answers in chat: where moments can be seen, and who puts answers into words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from core.domain.chat_answer import ClipLink, MomentLink
from core.domain.chat_spike import ChatSpike
from core.domain.clip_calls import ClipCall
from core.domain.ids import CreatorId
from core.domain.stream import Stream


class MomentLinks(Protocol):
    """Knows where viewers can see what was clipped."""

    async def find_link(self, stream: Stream, spike: ChatSpike) -> MomentLink:
        """Return the link of a moment; pending while it may still come."""
        ...

    async def list_links(self, creator_id: CreatorId, *, limit: int) -> Sequence[ClipLink]:
        """Return the newest clips that can be seen, at most `limit`."""
        ...


class ChatWords(Protocol):
    """Puts answers into words, one line each."""

    def describe_progress(self, call: ClipCall) -> str: ...

    def describe_clipped(self, link: MomentLink, asked_by: str) -> str: ...

    def describe_refusal(self, reason: str) -> str: ...

    def describe_offline(self) -> str: ...
