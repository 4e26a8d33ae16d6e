"""Short answers, and links that a test sets."""

from __future__ import annotations

from collections.abc import Sequence

from core.domain.chat.chat_answer import ClipLink, LinkStatus, MomentLink
from core.domain.chat.chat_spike import ChatSpike
from core.domain.chat.clip_calls import ClipCall
from core.domain.streams.stream import Stream
from core.domain.work.ids import CreatorId
from core.ports.chat import ChatWords, MomentLinks


class FakeChatWords:
    def describe_progress(self, call: ClipCall) -> str:
        return f"{call.callers}/{call.needed}"

    def describe_clipped(self, link: MomentLink, asked_by: str) -> str:
        return f"clipped {link.url} for {asked_by}"

    def describe_refusal(self, reason: str) -> str:
        return f"no clip: {reason}"

    def describe_offline(self) -> str:
        return "offline"


class FakeMomentLinks:
    """Returns the same link, set by the test, for every moment."""

    def __init__(self) -> None:
        self.link = MomentLink(status=LinkStatus.PENDING)
        self.links: list[ClipLink] = []

    async def find_link(self, stream: Stream, spike: ChatSpike) -> MomentLink:
        return self.link

    async def list_links(self, creator_id: CreatorId, *, limit: int) -> Sequence[ClipLink]:
        return self.links[:limit]


_words: type[ChatWords] = FakeChatWords
_links: type[MomentLinks] = FakeMomentLinks
