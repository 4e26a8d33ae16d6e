import pytest

from core.domain.people.actor import Role
from core.domain.streams.twitch_channel import TwitchBinding
from core.domain.work.ids import StreamId
from core.domain.work.job import JobKind, JobStatus
from core.errors import Conflict, Forbidden, InvalidInput, NotFound
from core.ports.paging import collect
from core.services.chat.live_clip import SECONDS_MAX
from tests.builders import CREATOR, NOON, make_actor, make_stream, make_test_ulid
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

    async def ask(self, seconds=20, *, role=Role.MODERATOR, **given):
        actor = make_actor(role=role)
        asked_by = "Mo"
        return await self.app.chat.clip_now.clip_now(
            actor, seconds=seconds, asked_by=asked_by, **given
        )

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


async def test_who_asks_again_at_once_gets_no_second_clip(world):
    await world.go_live()
    await world.ask()
    world.clock.advance(9.0)

    with pytest.raises(Conflict, match="just been asked for"):
        await world.ask()
    world.clock.advance(2.0)
    await world.ask()


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
