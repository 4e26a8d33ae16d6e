from datetime import timedelta

import pytest

from core.domain.chat.live_chat import LiveStream
from core.domain.streams.stream import StreamStatus
from core.errors import Busy
from tests.builders import CREATOR, NOON
from tests.core.services.chat.test_live_chat import World

LIVE = LiveStream(broadcaster_id="7", started_at=NOON, title="Chess")


@pytest.fixture
def world(monkeypatch):
    """One that does not wait for a table that stays locked."""
    for name in ("live_chat.LEAVE", "spike_detection.LEAVE", "spike_detection.END"):
        monkeypatch.setattr(f"core.services.chat.{name}_SECONDS", 0.0)
    return World()


@pytest.fixture
def lock(world):
    """Locks the table for changes of streams; what it returns unlocks it."""
    save = world.stores.streams.save_stream

    def lock_it():
        async def refuse(*_, **__):
            raise Busy("locked")

        world.stores.streams.save_stream = refuse
        return lambda: setattr(world.stores.streams, "save_stream", save)

    return lock_it


async def _stream(world):
    (stream,) = (await world.stores.streams.list_streams(CREATOR)).items
    return stream


async def test_a_gap_that_could_not_be_stored_is_stored_later(world, lock):
    """The table was locked while the sockets came back: the reader died, the gap was lost."""
    live_chat = world.live_chat
    await live_chat.follow_stream(LIVE)
    await world.say()
    unlock = lock()
    await live_chat.mark_disconnected(["7"], since=NOON, reason="cut")
    await live_chat.mark_connected(["7"], at=NOON + timedelta(seconds=40))
    world.clock.advance(60)
    await live_chat.pass_time()
    unlock()
    world.clock.advance(11)
    await live_chat.pass_time()

    (gap,) = (await _stream(world)).gaps
    assert (gap.start_seconds, gap.end_seconds, gap.reason) == (0.0, 40.0, "cut")


async def test_an_end_that_could_not_be_stored_is_stored_later(world, lock):
    live_chat = world.live_chat
    await live_chat.follow_stream(LIVE)
    await world.say()
    unlock = lock()
    world.clock.advance(100)
    await live_chat.end_stream("7")
    world.clock.advance(20)
    await live_chat.pass_time()
    unlock()
    world.clock.advance(60)
    await live_chat.pass_time()

    stream = await _stream(world)
    assert (stream.status, stream.duration_seconds) == (StreamStatus.ENDED, 100.0)
    assert live_chat.find_stream("7") is None


async def test_one_stream_that_cannot_be_left_does_not_hold_the_others(world, lock):
    await world.live_chat.follow_stream(LIVE)
    await world.say()
    lock()

    await world.live_chat.leave()

    assert world.live_chat.find_stream("7") is None
