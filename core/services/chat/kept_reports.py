"""Kept reports: what was heard of streams that are over, as it is long and seldom changes."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from typing import Final

from core.domain.chat.chat_histogram import ChatRates
from core.domain.chat.chat_spike import ChatSpike
from core.domain.chat.hearing.missed_peaks import MissedPeak
from core.domain.streams.stream import Stream, StreamStatus
from core.ports.work import Clock

KEPT_SECONDS: Final = 60.0
"""The last row of a stream may be stored after its end, and is seen so much later."""
KEPT_MOST: Final = 32
STEPS_MAX: Final = 20_000
"""Longer than a day is read anew each time: it would take the room of all others."""

Key = tuple[str, str, int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """A stream's chat rate, its first spikes, and the peaks that became none."""

    rates: ChatRates
    spikes: tuple[ChatSpike, ...]
    has_more_spikes: bool
    missed: tuple[MissedPeak, ...]


class KeptReports:
    """Keeps a few of these for a minute, of the version of the stream that they were read for."""

    def __init__(self, *, clock: Clock) -> None:
        self._clock = clock
        self._kept: OrderedDict[Key, tuple[float, Heard]] = OrderedDict()

    def find(self, stream: Stream, spikes_max: int) -> Heard | None:
        until, heard = self._kept.get(_name(stream, spikes_max), (float("-inf"), None))
        return heard if self._clock.steady_seconds() < until else None

    def keep(self, stream: Stream, spikes_max: int, heard: Heard) -> None:
        """Keep what was read; nothing of a stream that goes on."""
        if stream.status is not StreamStatus.ENDED or len(heard.rates) > STEPS_MAX:
            return
        key = _name(stream, spikes_max)
        self._kept[key] = (self._clock.steady_seconds() + KEPT_SECONDS, heard)
        self._kept.move_to_end(key)
        if len(self._kept) > KEPT_MOST:
            self._kept.popitem(last=False)


def _name(stream: Stream, spikes_max: int) -> Key:
    return (stream.creator_id, stream.id, stream.version, spikes_max)
