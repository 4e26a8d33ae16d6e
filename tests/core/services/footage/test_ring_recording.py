from dataclasses import replace

import pytest

from core.domain.streams.twitch_channel import TwitchBinding
from core.services.footage.ring_recording import KEPT_AFTER_END, RingRecording
from tests.builders import CREATOR, NOON, make_stream
from tests.fakes.footage import FakeRings
from tests.fakes.time_and_ids import FakeClock

WANTED = TwitchBinding(
    broadcaster_id="1",
    creator_id=CREATOR,
    login="ada",
    created_at=NOON,
    updated_at=NOON,
    keeps_footage=True,
)
UNWANTED = replace(WANTED, broadcaster_id="2", login="ben", keeps_footage=False)


class Heard:
    """Which channels are heard and which of them are live, in place of all of listening."""

    def __init__(self):
        self.channels = [WANTED, UNWANTED]
        self.live = {"1", "2"}

    def list_channels(self):
        return tuple(self.channels)

    def find_stream(self, broadcaster_id):
        return make_stream() if broadcaster_id in self.live else None


@pytest.fixture
def heard():
    return Heard()


@pytest.fixture
def rings():
    return FakeRings()


@pytest.fixture
def clock():
    return FakeClock()


@pytest.fixture
def tending(heard, rings, clock):
    return RingRecording(clock=clock, live_chat=heard, rings=rings)


async def test_only_what_its_creator_wants_and_what_is_live_is_kept(tending, heard, rings):
    await tending.tend_rings()
    assert rings.opened == {"ada"}

    heard.live = set()
    await tending.close_rings()
    await tending.tend_rings()

    assert rings.opened == set()


async def test_a_ring_outlives_its_stream_for_the_last_moments(tending, heard, rings, clock):
    await tending.tend_rings()
    heard.live.clear()
    clock.advance(KEPT_AFTER_END.total_seconds())
    await tending.tend_rings()
    assert rings.opened == {"ada"}

    clock.advance(1)
    await tending.tend_rings()

    assert rings.opened == set()


async def test_switched_off_or_let_go_it_closes_at_once(tending, heard, rings):
    await tending.tend_rings()
    heard.channels[0] = replace(WANTED, keeps_footage=False)
    await tending.tend_rings()
    assert rings.opened == set()

    heard.channels[0] = WANTED
    await tending.tend_rings()
    heard.channels.clear()
    await tending.tend_rings()

    assert rings.opened == set()
