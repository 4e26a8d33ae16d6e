"""Chat histograms: a stream's chat counted in ten-minute rows, without storing any message."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import repeat
from operator import add, truediv
from typing import overload

from core.domain.chat.chat_message import (
    HISTOGRAM_BUCKET_SECONDS,
    HISTOGRAM_ROW_BUCKETS,
    ChatHistogram,
)
from core.domain.chat.hearing.missed_peaks import MissedPeak, keep_strongest, pick_an_hour
from core.domain.work.ids import StreamId

ROW_SECONDS = HISTOGRAM_BUCKET_SECONDS * HISTOGRAM_ROW_BUCKETS


def row_start(at: datetime) -> datetime:
    """Return the UTC start of the ten-minute row that contains `at`."""
    return datetime.fromtimestamp(int(at.timestamp()) // ROW_SECONDS * ROW_SECONDS, UTC)


class HistogramCounter:
    """Counts one stream's messages, in order; a late one counts in the open row.

    `row` is an open row to continue, as after a restart. Its chatters are no longer known by name,
    so its count of chatters is then a lower bound.
    """

    def __init__(
        self, stream_id: StreamId, started_at: datetime, *, row: ChatHistogram | None = None
    ) -> None:
        self._stream_id = stream_id
        self._started_at = started_at
        self._row_at = row.starts_at if row else row_start(started_at)
        self._counts = list(row.messages) if row else [0] * HISTOGRAM_ROW_BUCKETS
        self._known_chatters = row.chatters if row else 0
        self._chatters: set[str] = set()
        self._missed = row.missed if row else ()
        self._busiest = max(self._counts)

    @property
    def peak(self) -> float:
        """Return the chat rate of the busiest five seconds so far, in messages a second."""
        return self._busiest / HISTOGRAM_BUCKET_SECONDS

    def count(self, offset_seconds: float, chatter: str) -> ChatHistogram | None:
        """Count one message; return the row it closed, unless that row is empty."""
        at = self._started_at + timedelta(seconds=offset_seconds)
        closed = self._turn_to(row_start(at)) if at >= self._row_at + _ROW else None
        late = (at - self._row_at).total_seconds()
        bucket = max(0, int(late // HISTOGRAM_BUCKET_SECONDS))
        self._counts[bucket] += 1
        self._busiest = max(self._busiest, self._counts[bucket])
        self._chatters.add(chatter)
        return closed

    def note_missed(self, peaks: Iterable[MissedPeak]) -> None:
        """Keep the strongest peaks that did not become a moment; a late one counts in this row."""
        self._missed = keep_strongest((*self._missed, *peaks))

    def open_row(self) -> ChatHistogram:
        """Return the row that is still being counted."""
        return ChatHistogram(
            stream_id=self._stream_id,
            starts_at=self._row_at,
            messages=tuple(self._counts),
            chatters=max(self._known_chatters, len(self._chatters)),
            missed=self._missed,
        )

    def _turn_to(self, row_at: datetime) -> ChatHistogram | None:
        closed = self.open_row() if any(self._counts) else None
        self._row_at = row_at
        self._counts = [0] * HISTOGRAM_ROW_BUCKETS
        self._known_chatters = 0
        self._chatters = set()
        self._missed = ()
        return closed


_ROW = timedelta(seconds=ROW_SECONDS)
_WEEK_SECONDS = 604_800.0


@dataclass(frozen=True, slots=True, kw_only=True)
class RatePoint:
    """The chat rate over the five seconds from `offset_seconds` into the stream."""

    offset_seconds: float
    messages_per_second: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatRates(Sequence[RatePoint]):
    """A chat rate in even steps from the start; a day has 17,280, so points are made as asked."""

    per_second: tuple[float, ...] = ()
    step_seconds: float = float(HISTOGRAM_BUCKET_SECONDS)

    def __len__(self) -> int:
        return len(self.per_second)

    @overload
    def __getitem__(self, place: int) -> RatePoint: ...
    @overload
    def __getitem__(self, place: slice) -> list[RatePoint]: ...
    def __getitem__(self, place: int | slice) -> RatePoint | list[RatePoint]:
        if isinstance(place, slice):
            return [self[at] for at in range(len(self))[place]]
        at = range(len(self))[place]
        return RatePoint(
            offset_seconds=at * self.step_seconds, messages_per_second=self.per_second[at]
        )

    @property
    def last_seconds(self) -> float:
        """Return when the last step begins."""
        return (len(self) - 1) * self.step_seconds


def to_rates(
    rows: Iterable[ChatHistogram], *, started_at: datetime, until_seconds: float
) -> ChatRates:
    """Return the chat rate from the stream's start to `until_seconds`, with gaps as zero.

    Nothing later than a week after the start is returned.
    """
    length = int(min(until_seconds, _WEEK_SECONDS) // HISTOGRAM_BUCKET_SECONDS) + 1
    counts = [0] * length
    for row in rows:
        first = int((row.starts_at - started_at).total_seconds() // HISTOGRAM_BUCKET_SECONDS)
        heard = row.messages[max(0, -first) :]
        start = max(0, first)
        # `map` ends with the shorter one, so what comes after the end is left out.
        counts[start : start + len(heard)] = map(add, counts[start : start + len(heard)], heard)
    return ChatRates(per_second=tuple(map(truediv, counts, repeat(HISTOGRAM_BUCKET_SECONDS))))


def list_missed(rows: Iterable[ChatHistogram]) -> tuple[MissedPeak, ...]:
    """Return the six strongest peaks an hour that did not become a moment, in order of time."""
    return pick_an_hour(peak for row in rows for peak in row.missed)
