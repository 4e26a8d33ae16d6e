"""Delivers a recorded chat to LiveChat as a platform would: late, in stalls, by another clock.

Time is the fake clock's, so that an hour takes seconds.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from core.domain.chat.chat_message import ChatMessage, ChatNotice
from core.domain.chat.live_chat import LiveEvent, LiveLine, LiveNotice, LiveStream
from core.domain.chat.spike_detector import ChatSpikeDetector

Delays = Callable[[float], float]
"""Tells how late an event of an offset arrives, in seconds of this machine."""

DELIVERY_SECONDS = 0.15


def at_once(_: float) -> float:
    return DELIVERY_SECONDS


def jitter(seconds: float, seed: int = 1) -> Delays:
    """Each line takes its own time, and overtakes others."""
    rng = random.Random(seed)
    return lambda _: DELIVERY_SECONDS + rng.uniform(0.0, seconds)


def stalls(seconds: float, *, every: float = 90.0) -> Delays:
    """Now and then nothing arrives for a while, and then all of it at once, in order."""
    return lambda at: DELIVERY_SECONDS + max(0.0, seconds - at % every)


def both(*delays: Delays) -> Delays:
    return lambda at: sum(one(at) for one in delays)


def find_expected(events: Iterable[ChatMessage | ChatNotice]) -> list[float]:
    """Return when the detector alone finds a spike."""
    detector = ChatSpikeDetector()
    return [s.detected_at_seconds for event in events if (s := detector.hear(event))]


def make_live(event: ChatMessage | ChatNotice, number: int, started_at: datetime) -> LiveEvent:
    at = started_at + timedelta(seconds=event.offset_seconds)
    if isinstance(event, ChatNotice):
        return LiveNotice(broadcaster_id="7", at=at, kind=event.kind, size=event.size)
    return LiveLine(
        broadcaster_id="7",
        said_at=at,
        chatter=event.chatter,
        text=event.text,
        message_id=f"m{number}",
    )


async def deliver(
    world: Any,
    events: Sequence[ChatMessage | ChatNotice],
    *,
    skew: float = 0.0,
    delays: Delays = at_once,
    speed: float = 1.0,
    silence: float = 30.0,
    tick: float = 1.0,
) -> list[float]:
    """Play the events; return at which offsets the moments were found that were told."""
    started_at, start_steady = world.clock.now(), world.clock.steady_seconds()
    world.clock.set_by(skew)
    await world.live_chat.follow_stream(LiveStream(broadcaster_id="7", started_at=started_at))
    due = sorted(
        (event.offset_seconds / speed + delays(event.offset_seconds / speed), number)
        for number, event in enumerate(events)
    )
    next_tick = tick
    for arrives, number in [*due, (due[-1][0] + silence, None)]:
        while next_tick < arrives:
            world.clock.advance(start_steady + next_tick - world.clock.steady_seconds())
            await world.live_chat.pass_time()
            next_tick += tick
        world.clock.advance(start_steady + arrives - world.clock.steady_seconds())
        if number is not None:
            await world.live_chat.hear(make_live(events[number], number, started_at))
    return [moment.spike.detected_at_seconds for _, moment in world.followed.moments]


def compare(expected: Sequence[float], found: Sequence[float]) -> tuple[list[float], list[float]]:
    """Return what is missing and what is extra; two within two seconds are the same."""
    left, missing = list(found), []
    for at in expected:
        same = next((one for one in left if abs(one - at) <= 2.0), None)
        if same is None:
            missing.append(at)
        else:
            left.remove(same)
    return missing, left
