"""What chat is made of: messages, and the notices that explain a sudden crowd."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from core.domain.work.ids import StreamId


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatMessage:
    """One line said by one chatter.

    `offset_seconds` counts from the start of the stream; messages reach a detector in this order.
    """

    offset_seconds: float
    chatter: str
    text: str
    message_id: str | None = None
    is_moderator: bool = False


class NoticeKind(StrEnum):
    """Why a crowd may appear that does not react to the picture, and who was sent out of it."""

    RAID = "raid"
    SUB_GIFT = "sub_gift"
    HYPE_TRAIN = "hype_train"
    ANNOUNCEMENT = "announcement"
    TIMEOUT = "timeout"
    DELETION = "deletion"


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatNotice:
    """Something the platform itself says in chat; `size` is raiders or gifts, 1 where unknown.

    `chatter` is who was timed out or banned, `message_id` the line that was deleted.
    """

    offset_seconds: float
    kind: NoticeKind
    size: int = 1
    chatter: str | None = None
    message_id: str | None = None

    def takes_back(self, message: ChatMessage) -> bool:
        """Say whether a line vanishes from chat with this notice."""
        if self.kind is NoticeKind.TIMEOUT:
            return self.is_of(message.chatter)
        return self.kind is NoticeKind.DELETION and self.message_id == message.message_id

    def is_of(self, chatter: str) -> bool:
        """Say whether the notice is about somebody; platforms write one name in several ways."""
        return self.chatter is not None and chatter.lower() == self.chatter.lower()


HISTOGRAM_BUCKET_SECONDS = 5
HISTOGRAM_ROW_BUCKETS = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatHistogram:
    """Ten minutes of one stream's chat, counted in buckets of five seconds.

    `starts_at` is a multiple of ten minutes in UTC; `messages` holds 120 counts, and `chatters`
    the number of distinct chatters who wrote them.
    """

    stream_id: StreamId
    starts_at: datetime
    messages: tuple[int, ...]
    chatters: int
