"""Chat: live and recorded chat, what is stored of it, and what is said in it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

from core.domain.accounts.platform_token import PlatformToken
from core.domain.chat.chat_answer import ClipLink, MomentLink
from core.domain.chat.chat_histogram import RatePoint
from core.domain.chat.chat_message import ChatHistogram, ChatMessage, ChatNotice
from core.domain.chat.chat_spike import ChatSpike
from core.domain.chat.clip_calls import ClipCall
from core.domain.chat.detector_memory import DetectorMemory
from core.domain.chat.live_chat import LiveEvent
from core.domain.clips.clip import Clip
from core.domain.learning.checking.score_check import ScoreCheck
from core.domain.learning.metrics import DayCounts
from core.domain.streams.stream import Stream
from core.domain.work.ids import CreatorId, StreamId
from core.domain.work.job import Job
from core.ports.paging import Page


class ChatSink(Protocol):
    """Receives what a reader of live chat reads."""

    async def hear(self, event: LiveEvent) -> object: ...

    async def note_joined(self, login: str, broadcaster_id: str) -> None:
        """Handle that a channel is being read now; this is when its id becomes known."""
        ...

    async def note_refused(self, login: str, reason: str) -> None:
        """Handle that a channel cannot be read; the reason is a sentence."""
        ...

    async def mark_disconnected(
        self, broadcaster_ids: Collection[str], *, since: datetime, reason: str
    ) -> None:
        """Mark channels from which nothing has arrived since then, and why."""
        ...

    async def mark_connected(self, broadcaster_ids: Collection[str], *, at: datetime) -> None: ...


class PublicChat(Protocol):
    """Reads the chat of any channel, without an account."""

    def join(self, login: str) -> None:
        """Read a channel from now on, or as soon as `run` runs."""
        ...

    def leave(self, login: str) -> None: ...

    def list_unheard(self) -> tuple[str, ...]:
        """Return the channels that should be read and have not been for a while."""
        ...

    async def run(self, sink: ChatSink) -> None:
        """Read until cancelled, reconnecting after any failure."""
        ...


class ChatSource(Protocol):
    """Any chat, of any platform: this is all that the detector asks of one.

    A message says when it was written (`offset_seconds`, from the start of the stream), by whom and
    what; where the source tells them, also its id, whether a moderator wrote it, and its emotes,
    each as it is written in the text. A notice says that a crowd comes for another reason than
    the stream (a raid, gifts), or that lines were taken back. Both come in the order of time.
    """

    def __iter__(self) -> Iterator[ChatMessage | ChatNotice]: ...


class ChatLog(ChatSource, Protocol):
    """A recording, of which every iteration begins at the start."""

    @property
    def format_name(self) -> str:
        """The format it was recognised as, in words."""
        ...

    @property
    def skipped(self) -> int:
        """How many broken lines have been skipped so far."""
        ...

    @property
    def notes(self) -> tuple[str, ...]:
        """What the reader guessed so far, and what people should know, in sentences."""
        ...


class ChatLogReader(Protocol):
    """Recognises a recording by its content and opens it."""

    def open_log(self, path: Path, *, first_at: float | None = None) -> ChatLog:
        """Return the log; InvalidInput, with what to do, if the file is not one.

        `first_at` is the offset of the first message, for a log that tells times of day.
        """
        ...


class SpikeStore(Protocol):
    """Keeps chat spikes for 90 days, in the order in which they were detected."""

    async def add_spike(
        self,
        stream: Stream,
        spike: ChatSpike,
        *,
        clip: Clip | None = None,
        job: Job | None = None,
    ) -> bool:
        """Store a spike, and the clip and job that follow from it, in one transaction.

        False if this spike is already stored; then nothing is written.
        """
        ...

    async def replace_spike(self, stream: Stream, spike: ChatSpike) -> bool:
        """Replace the evidence of the spike detected at that time; False if there is none."""
        ...

    async def find_spike(
        self, creator_id: CreatorId, stream_id: StreamId, *, detected_at: datetime
    ) -> ChatSpike | None: ...

    async def list_near(
        self, stream: Stream, *, first_seconds: float, last_seconds: float
    ) -> tuple[ChatSpike, ...]:
        """Return the spikes detected in a stretch of at most a few minutes."""
        ...

    async def list_spikes(
        self, stream: Stream, *, cursor: str | None = None, limit: int = 100
    ) -> Page[ChatSpike]: ...


class HistogramStore(Protocol):
    """Keeps a stream's chat counts for 90 days; storing a row again replaces it."""

    async def put_histogram(self, creator_id: CreatorId, row: ChatHistogram) -> None: ...

    async def list_histograms(
        self,
        creator_id: CreatorId,
        stream_id: StreamId,
        *,
        cursor: str | None = None,
        limit: int = 200,
    ) -> Page[ChatHistogram]: ...


class ChatMemoryStore(Protocol):
    """Keeps one memory per stream for two days; storing another replaces it.

    Of several writers, the one that took it last stores: what hears a stream no more, and does not
    know it yet, writes nothing over what its successor knows.
    """

    async def take_memory(
        self, creator_id: CreatorId, stream_id: StreamId, *, writer: str
    ) -> DetectorMemory | None:
        """Return the stored memory; None as well if another version of Truss wrote it.

        From now on nobody else stores it.
        """
        ...

    async def put_memory(
        self, creator_id: CreatorId, stream_id: StreamId, memory: DetectorMemory, *, writer: str
    ) -> bool:
        """Store a memory; False, and nothing is stored, where another writer took it."""
        ...


class MomentLinks(Protocol):
    """Knows where viewers can watch what was clipped."""

    async def find_link(self, stream: Stream, spike: ChatSpike) -> MomentLink:
        """Return the link of a moment; pending while it may still come."""
        ...

    async def list_links(self, creator_id: CreatorId, *, limit: int) -> Sequence[ClipLink]:
        """Return the newest clips viewers can watch, at most `limit`."""
        ...


class ChatWords(Protocol):
    """Phrases answers, one line each."""

    def describe_progress(self, call: ClipCall) -> str: ...

    def describe_clipped(self, link: MomentLink, asked_by: str) -> str: ...

    def describe_refusal(self, reason: str) -> str: ...

    def describe_offline(self) -> str: ...


class ChatVoice(Protocol):
    """Writes into a channel's chat as an account."""

    async def say(
        self, token: PlatformToken, *, broadcaster_id: str, text: str, reply_to: str = ""
    ) -> None:
        """Write one line of at most 500 characters.

        Forbidden, with Twitch's reason, if Twitch dropped the message.
        """
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class StreamChart:
    """What the picture shows: the chat rate, and where chat erupted."""

    rates: Sequence[RatePoint]
    spikes: tuple[ChatSpike, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DaysChart:
    """Bars for consecutive days, in one panel per name."""

    days: tuple[DayCounts, ...]
    names: tuple[str, ...]


class ChartPainter(Protocol):
    """Draws charts into files, as PNG or SVG by the file's suffix.

    An existing file is replaced, completely or not at all.
    """

    def check_file(self, file: Path) -> None:
        """Raise InvalidInput, with what to give instead, if the file cannot be written."""
        ...

    async def paint_stream(self, chart: StreamChart, file: Path) -> None: ...

    async def paint_days(self, chart: DaysChart, file: Path) -> None: ...

    async def paint_check(self, check: ScoreCheck, file: Path) -> None: ...
