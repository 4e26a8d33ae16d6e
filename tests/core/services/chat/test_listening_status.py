from dataclasses import replace

import pytest

from core.domain.people.actor import Role
from core.domain.streams.coverage_gap import CoverageGap
from core.errors import Forbidden
from tests.builders import NOON, make_actor, make_spike
from tests.core.services.chat.test_live_clip import ADA, BEN, World


@pytest.fixture
def world(tmp_path):
    return World(tmp_path)


async def read(world, role=Role.MODERATOR):
    return await world.app.chat.status.read_status(make_actor(role=role))


async def test_the_live_channel_comes_first_with_its_alerts_by_the_hour(world):
    await world.stores.bindings.add_binding(replace(ADA, login="zoe"))
    stream = await world.go_live(BEN)
    await world.stores.spikes.add_spike(stream, make_spike())
    await world.stores.spikes.add_spike(stream, make_spike(detected_at_seconds=300.0))
    asked = make_spike(detected_at_seconds=400.0, asked_by="Mo")
    await world.stores.spikes.add_spike(stream, asked)
    kept = await world.stores.streams.get_stream(stream.creator_id, stream.id)
    gap = CoverageGap(start_seconds=0.0, end_seconds=1700.0, reason="Twitch hung up")
    await world.stores.streams.save_stream(replace(kept, gaps=(gap,)))
    world.clock.advance(3600 + 1700 - 100)

    live, off = await read(world)

    assert (live.binding.login, off.binding.login) == ("ben", "zoe")
    assert (live.alerts, live.calls, live.alerts_an_hour) == (2, 1, 2.0)
    assert live.wanted_an_hour == 8.0
    assert live.gaps == (gap,)
    assert (off.stream, off.alerts_an_hour) == (None, None)


async def test_a_rate_is_told_only_after_some_minutes(world):
    await world.go_live()

    (status,) = await read(world)

    assert status.alerts_an_hour is None


async def test_a_channel_that_this_process_hears_says_since_when_it_does_not(world):
    await world.go_live()
    world.app.chat.live.add_channel(ADA)
    (heard,) = await read(world)
    await world.app.chat.live.mark_disconnected({"44"}, since=NOON, reason="it hung up")

    (silent,) = await read(world)

    assert (heard.is_here, heard.silent_since) == (True, None)
    assert (silent.silent_since, silent.silent_reason) == (NOON, "it hung up")


async def test_channels_that_were_let_go_and_strangers_see_nothing(world):
    await world.stores.bindings.add_binding(replace(ADA, is_watched=False))

    assert await read(world) == ()
    with pytest.raises(Forbidden):
        await read(world, Role.VIEWER)
