from dataclasses import replace

import pytest

from core.domain.footage.live_moment import FootageStatus, place_window
from core.domain.people.creator_profile import CreatorProfile
from core.domain.work.ids import place_clip_id
from core.errors import Conflict
from core.ports.footage import CaughtVideo
from tests.builders import CREATOR, make_facts
from tests.core.services.footage.footage_world import LOGIN, SPIKE, STREAM, FootageWorld
from tests.fakes.media import FakeProber


@pytest.fixture
def world(tmp_path):
    return FootageWorld(tmp_path)


async def keep(world, spike=SPIKE) -> None:
    video: CaughtVideo = world.rings.videos[LOGIN]
    moment = await world.keeping.open_moment(STREAM, spike)
    await world.keeping.keep(STREAM, spike, moment, place_window(STREAM, spike), video)


async def test_a_moment_is_opened_once_with_the_ids_of_what_it_will_become(world):
    first = await world.keeping.open_moment(STREAM, SPIKE)

    assert await world.keeping.open_moment(STREAM, SPIKE) == first
    assert (first.detected_ms, first.footage) == (131_000, FootageStatus.WAITING)
    assert first.asset_id != first.clip_id


async def test_a_clip_is_called_what_the_viewers_called_it(world):
    world.fill_ring(100, 136)

    await keep(world, replace(SPIKE, asked_by="ann", asked_title="That save"))

    (clip,) = await world.clips()
    assert (clip.title, clip.title_by) == ("That save", "chat")


async def test_too_little_is_not_kept(world):
    world.fill_ring(130.5, 133)
    world.prober = FakeProber(default=make_facts(duration_seconds=2.5))

    await keep(world)

    assert (await world.moment()).footage is FootageStatus.WAITING
    assert (await world.clips(), world.storage.keys) == ([], [])


async def test_of_two_processes_one_writes(world):
    moment = await world.keeping.open_moment(STREAM, SPIKE)
    await world.keeping.miss(moment, "gone")

    with pytest.raises(Conflict):
        await world.keeping.miss(moment, "gone too")
    stored = await world.stores.live_moments.list_newest(CREATOR, limit=5)
    assert [one.reason for one in stored] == ["gone"]


async def test_a_moments_clip_lies_in_a_partition_of_its_creator_and_stays_there(world):
    """The id is stored with the moment: raising the number later moves nothing."""
    profiles = world.stores.profiles
    profile = await profiles.save_profile(
        CreatorProfile(creator_id=STREAM.creator_id, clip_shards=8)
    )
    opened = await world.keeping.open_moment(STREAM, SPIKE)

    await profiles.save_profile(replace(profile, clip_shards=16))

    assert opened.clip_id == place_clip_id(opened.clip_id, shards=8)
    assert await world.keeping.open_moment(STREAM, SPIKE) == opened
