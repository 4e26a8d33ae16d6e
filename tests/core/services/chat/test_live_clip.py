import asyncio
from dataclasses import replace

import pytest

from core.domain.people.actor import Role
from core.domain.streams.twitch_channel import TwitchBinding
from core.domain.work.ids import StreamId
from core.domain.work.job import JobKind, JobStatus
from core.domain.work.meters import Meters
from core.errors import Forbidden, InvalidInput, NotFound
from core.ports.paging import collect
from core.services.chat.live_clip import SECONDS_MAX
from core.services.chat.spike_storage import SpikeStorage
from tests.builders import CREATOR, NOON, make_actor, make_spike, make_stream, make_test_ulid
from tests.fakes.app import make_app
from tests.fakes.time_and_ids import FakeClock

ADA = TwitchBinding(
    broadcaster_id="44", creator_id=CREATOR, login="ada", created_at=NOON, updated_at=NOON
)
BEN = TwitchBinding(
    broadcaster_id="45", creator_id=CREATOR, login="ben", created_at=NOON, updated_at=NOON
)


def make_live(broadcaster_id="44", number=8):
    return make_stream(
        id=StreamId(make_test_ulid(number)), broadcaster_id=broadcaster_id, asset_id=None
    )


class World:
    def __init__(self, folder):
        self.clock = FakeClock()
        self.app = make_app(folder, clock=self.clock, limits={"catches_footage": True})
        self.stores = self.app.ports.stores

    async def go_live(self, binding=ADA, number=8):
        await self.stores.bindings.add_binding(binding)
        stream = make_live(binding.broadcaster_id, number)
        await self.stores.streams.add_stream(stream)
        self.clock.advance(100.0)
        return stream

    async def ask(self, seconds=20, *, role=Role.MODERATOR, asked_by="Mo", **given):
        actor = make_actor(role=role)
        return await self.app.chat.clip_now.clip_now(
            actor, seconds=seconds, asked_by=asked_by, **given
        )

    async def detect(self, stream, spike):
        """Store a moment as the process does that hears the chat."""
        ports = self.app.ports
        storage = SpikeStorage(
            meters=Meters(),
            clock=self.clock,
            ids=ports.ids,
            spikes=self.stores.spikes,
            clips=self.stores.clips,
            profiles=self.stores.profiles,
            catches_footage=True,
        )
        return await storage.store_moment(stream, storage.draft_moment(stream, None, spike))

    async def jobs(self):
        return await collect(
            lambda cursor: self.stores.jobs.list_jobs(CREATOR, JobStatus.QUEUED, cursor=cursor)
        )


@pytest.fixture
def world(tmp_path):
    return World(tmp_path)


async def test_the_last_seconds_become_a_moment_whose_video_is_fetched(world):
    stream = await world.go_live()

    asked = await world.ask()

    spike = asked.spike
    assert (spike.start_seconds, spike.end_seconds, spike.asked_by) == (80.0, 100.0, "Mo")
    assert not spike.is_of_chat
    (stored,) = (await world.stores.spikes.list_spikes(stream)).items
    assert stored == spike
    (job,) = await world.jobs()
    assert (job.kind, job.subject_id) == (JobKind.CATCH_FOOTAGE, f"{stream.id}.100000")


async def test_who_asks_again_at_once_joins_the_first(world):
    """One clip, and it is called by whoever was first."""
    stream = await world.go_live()
    first = await world.ask(asked_by="Mo")
    world.clock.advance(9.0)

    second = await world.ask(asked_by="Di")

    assert (first.is_joined, second.is_joined, second.spike.asked_by) == (False, True, "Mo")
    assert len(await world.jobs()) == 1
    world.clock.advance(2.0)
    assert not (await world.ask()).is_joined
    assert len((await world.stores.spikes.list_spikes(stream)).items) == 2


async def test_two_who_ask_at_the_same_instant_get_one_clip(world):
    await world.go_live()

    asked = await asyncio.gather(*(world.ask(asked_by=name) for name in ("Mo", "Di", "Al")))

    assert sorted(each.is_joined for each in asked) == [False, True, True]
    assert len(await world.jobs()) == 1


async def test_what_chat_has_found_is_credited_to_whoever_asks_for_it(world):
    """The detector first, `/clip now` second: one clip, whose card names the caller."""
    stream = await world.go_live()
    spike = make_spike(
        detected_at_seconds=92.0, start_seconds=63.5, end_seconds=93.5, peak_seconds=90.0
    )
    await world.detect(stream, spike)

    asked = await world.ask()

    assert (asked.is_joined, asked.spike.asked_by, asked.spike.chatters) == (True, "Mo", 31)
    assert (await world.stores.spikes.list_spikes(stream)).items == (asked.spike,)
    assert len(await world.jobs()) == 1


@pytest.mark.parametrize("asked_by", [None, "viewer"])
async def test_what_chat_finds_second_joins_what_was_asked_for(world, asked_by):
    """`/clip now` first; the detector, or a quorum of `!clip`, second: one clip, with evidence."""
    stream = await world.go_live()
    asked = (await world.ask()).spike
    found = make_spike(
        detected_at_seconds=104.0,
        start_seconds=75.5,
        end_seconds=105.5,
        peak_seconds=102.0,
        asked_by=asked_by,
    )

    moments = [await world.detect(stream, found) for _ in range(2)]  # an answer may get lost

    (stored,) = (await world.stores.spikes.list_spikes(stream)).items
    assert stored == replace(
        found,
        detected_at_seconds=asked.detected_at_seconds,
        start_seconds=asked.start_seconds,
        end_seconds=asked.end_seconds,
        peak_seconds=asked.end_seconds,
        asked_by="Mo",
    )
    assert [(moment.is_joined, moment.spike) for moment in moments] == [(True, stored)] * 2
    assert len(await world.jobs()) == 1


async def test_an_eruption_after_what_was_asked_for_is_another_moment(world):
    stream = await world.go_live()
    await world.ask()
    found = make_spike(
        detected_at_seconds=112.0, start_seconds=83.5, end_seconds=113.5, peak_seconds=110.0
    )

    assert not (await world.detect(stream, found)).is_joined
    assert len(await world.jobs()) == 2


async def test_an_older_eruption_is_another_moment(world):
    stream = await world.go_live()
    spike = make_spike(
        detected_at_seconds=75.0, start_seconds=46.5, end_seconds=76.5, peak_seconds=73.0
    )
    await world.detect(stream, spike)

    assert not (await world.ask()).is_joined
    assert len(await world.jobs()) == 2


async def test_of_several_channels_one_must_be_named(world):
    await world.go_live()
    await world.go_live(BEN, 9)

    with pytest.raises(InvalidInput, match="ada, ben; say which"):
        await world.ask()
    assert (await world.ask(channel="Ben")).login == "ben"


async def test_where_nothing_is_live_nothing_is_cut(world):
    with pytest.raises(NotFound, match="No channel"):
        await world.ask()
    await world.go_live()
    with pytest.raises(NotFound, match="ben is not live"):
        await world.ask(channel="ben")


@pytest.mark.parametrize("seconds", [0, -5, 9, SECONDS_MAX + 1])
async def test_only_what_can_be_a_clip_is_taken(world, seconds):
    await world.go_live()

    with pytest.raises(InvalidInput):
        await world.ask(seconds)


async def test_a_stream_that_has_just_begun_has_nothing_to_cut(world):
    await world.go_live()
    world.clock.at = NOON

    with pytest.raises(InvalidInput, match="just begun"):
        await world.ask()


async def test_a_viewer_asks_for_nothing(world):
    await world.go_live()

    with pytest.raises(Forbidden):
        await world.ask(role=Role.VIEWER)
