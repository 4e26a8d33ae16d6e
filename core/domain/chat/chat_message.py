"""Chat messages and notices: what is said in chat, and what the platform announces there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from core.domain.chat.hearing.missed_peaks import MissedPeak
from core.domain.work.ids import StreamId


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatMessage:
    """One line said by one chatter.

    `offset_seconds` counts from the start of the stream; a detector takes messages in this order.
    `emotes` are the emotes in the text as the source told them, each as it is written there
    ("channelHype", ":shortcut:", "[emote:1:name]"); a text may hold others that it did not tell of.
    """

    offset_seconds: float
    chatter: str
    text: str
    message_id: str | None = None
    is_moderator: bool = False
    emotes: tuple[str, ...] = ()


class NoticeKind(StrEnum):
    """What a notice announces: a crowd that is not reacting to the stream, or lines removed."""

    RAID = "raid"
    SUB_GIFT = "sub_gift"
    HYPE_TRAIN = "hype_train"
    ANNOUNCEMENT = "announcement"
    TIMEOUT = "timeout"
    DELETION = "deletion"


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatNotice:
    """Something the platform itself announces in chat.

    `size` is the number of raiders or gifts, 1 where unknown. `chatter` is who was timed out or
    banned, `message_id` the deleted line.
    """

    offset_seconds: float
    kind: NoticeKind
    size: int = 1
    chatter: str | None = None
    message_id: str | None = None

    def takes_back(self, message: ChatMessage) -> bool:
        """Return whether this notice removes a line from chat."""
        if self.kind is NoticeKind.TIMEOUT:
            return self.is_of(message.chatter)
        return self.kind is NoticeKind.DELETION and self.message_id == message.message_id

    def is_of(self, chatter: str) -> bool:
        """Return whether the notice is about this chatter, whatever the spelling of the name."""
        return self.chatter is not None and chatter.lower() == self.chatter.lower()


HISTOGRAM_BUCKET_SECONDS = 5
HISTOGRAM_ROW_BUCKETS = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatHistogram:
    """Ten minutes of one stream's chat, counted in buckets of five seconds.

    `starts_at` is a multiple of ten minutes in UTC; `messages` and `chatters` hold 120 counts each,
    of lines and of the distinct chatters who wrote them. `missed` are the strongest peaks of
    these ten minutes that did not become a moment.
    """

    stream_id: StreamId
    starts_at: datetime
    messages: tuple[int, ...]
    chatters: int
    missed: tuple[MissedPeak, ...] = ()
