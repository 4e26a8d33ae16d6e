"""A live channel: what is known of one while it is watched."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from core.domain.chat.line_order import LineOrder
from core.domain.streams.stream import Stream
from core.domain.streams.twitch_channel import TwitchBinding
from core.ports.work import Clock
from core.services.chat.pending_writes import (
    FIRST_PAUSE_SECONDS,
    LONGEST_PAUSE_SECONDS,
    PendingWrites,
)
from core.services.work.patience import Patience, SparseLog

SKEW_CORRECTED_SECONDS: Final = 1.0
"""Less than this is what a delivery takes, and no fault of a clock."""


@dataclass(slots=True, eq=False, kw_only=True)
class LiveChannel:
    """One channel; `is_announced` where Twitch reports when it goes live and ends.

    `news` are those that its followers have not been told yet. While the table is away, lines wait
    in `order` until `again_at` of the steady clock.
    """

    binding: TwitchBinding
    news: PendingWrites
    patience: Patience
    order: LineOrder = field(default_factory=LineOrder)
    is_announced: bool = False
    stream: Stream | None = None
    # When the stream that ended last began, and when it ended.
    last_broadcast: tuple[datetime, datetime] | None = None
    last_at: datetime | None = None
    disconnected_at: datetime | None = None
    disconnect_reason: str = ""
    again_at: float = 0.0
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)

    def to_platform(self, at: datetime, clock: Clock) -> datetime:
        """Return the platform's time for one that this machine's clock has told lately."""
        delay = self.order.describe(now=clock.steady_seconds(), time_of_day=clock.now().timestamp())
        if delay is None or abs(delay.skew_seconds) < SKEW_CORRECTED_SECONDS:
            return at
        return at - timedelta(seconds=delay.skew_seconds)


def make_channel(binding: TwitchBinding, clock: Clock) -> LiveChannel:
    login = binding.login
    return LiveChannel(
        binding=binding,
        news=PendingWrites(clock, channel=login),
        patience=Patience(
            SparseLog("chat.waits", clock),
            first_seconds=FIRST_PAUSE_SECONDS,
            longest_seconds=LONGEST_PAUSE_SECONDS,
            channel=login,
        ),
    )
