from dataclasses import replace

import pytest

from core.domain.chat.chat_message import ChatNotice, NoticeKind
from core.domain.chat.chat_spike import ChatLine
from core.domain.clips.clip import ClipStatus
from core.domain.people.creator_profile import CreatorProfile
from core.domain.work.ids import clip_shard
from core.domain.work.job import JobKind, JobStatus
from core.domain.work.meters import Meters
from core.services.chat.spike_storage import SpikeStorage
from tests.builders import CREATOR, NOON, make_asset, make_spike, make_stream
from tests.fakes.creators import FakeProfiles
from tests.fakes.stores import FakeStores
from tests.fakes.time_and_ids import FakeClock, FakeIds


@pytest.fixture
def stores():
    return FakeStores(FakeClock())


@pytest.fixture
def meters():
    return Meters()


@pytest.fixture
def profiles(stores):
    return FakeProfiles(stores.memory)


@pytest.fixture
def keeping(stores, profiles, meters):
    return SpikeStorage(
        meters=meters,
        clock=FakeClock(),
        ids=FakeIds(),
        spikes=stores.spikes,
        clips=stores.clips,
        profiles=profiles,
    )


async def store(keeping, stream, asset, spike):
    return await keeping.store_moment(stream, keeping.draft_moment(stream, asset, spike))


async def test_a_moment_with_a_video_gets_a_clip_and_a_job(keeping, stores):
    asked = make_spike(asked_by="ann", asked_title="Mine")
    moment = await store(keeping, make_stream(), make_asset(), asked)

    clip = await stores.clips.get_clip(CREATOR, moment.clip_id)
    jobs = (await stores.jobs.list_jobs(CREATOR, JobStatus.QUEUED)).items
    assert (clip.title, clip.spike, clip.status) == ("Mine", asked, ClipStatus.DRAFT)
    assert [job.subject_id for job in jobs] == [clip.id]


async def test_evidence_is_renewed_without_moving_the_moment(keeping, stores):
    """The window was cut already, and the credit is given once."""
    asked = make_spike(asked_by="ann")
    moment = await store(keeping, make_stream(), make_asset(), asked)
    later = make_spike(detected_at_seconds=140.0, start_seconds=111.5, chatters=50, score=70.0)

    renewed = await keeping.update_evidence(make_stream(), moment, later)

    expected = replace(asked, chatters=50, score=70.0)
    assert renewed.spike == expected
    assert (await stores.clips.get_clip(CREATOR, moment.clip_id)).spike == expected
    assert (await stores.spikes.list_spikes(make_stream())).items == (expected,)


async def test_evidence_that_ripens_later_leaves_the_peak_in_the_window(keeping, stores):
    """Chat may be busiest seconds after the window that somebody asked for."""
    asked = make_spike()
    moment = await store(keeping, make_stream(), None, asked)

    late = replace(asked, peak_seconds=asked.end_seconds + 4.0, chatters=50)
    renewed = await keeping.update_evidence(make_stream(), moment, late)

    assert renewed.spike == replace(late, peak_seconds=asked.end_seconds)


async def test_credit_does_not_touch_a_clip_that_is_on_its_way(keeping, stores):
    moment = await store(keeping, make_stream(), make_asset(), make_spike())
    clip = await stores.clips.get_clip(CREATOR, moment.clip_id)
    await stores.clips.save_clip(clip.move_to(ClipStatus.RENDERING, at=NOON))

    await keeping.credit(make_stream(), moment, "ann")

    (spike,) = (await stores.spikes.list_spikes(make_stream())).items
    assert spike.asked_by == "ann"
    assert (await stores.clips.get_clip(CREATOR, moment.clip_id)).spike == make_spike()


async def test_what_was_deleted_leaves_the_stored_evidence(keeping, stores):
    spike = make_spike(
        strongest=(
            ChatLine(offset_seconds=1.0, chatter="troll", text="slander", message_id="m1"),
            ChatLine(offset_seconds=2.0, chatter="ann", text="Pog", message_id="m2"),
        )
    )
    moment = await store(keeping, make_stream(), make_asset(), spike)
    notice = ChatNotice(offset_seconds=9.0, kind=NoticeKind.DELETION, message_id="m1")

    left = await keeping.take_back(make_stream(), moment, notice)

    (stored,) = (await stores.spikes.list_spikes(make_stream())).items
    clip = await stores.clips.get_clip(CREATOR, moment.clip_id)
    assert [line.chatter for line in left.spike.strongest] == ["ann"]
    assert [line.chatter for line in stored.strongest] == ["ann"]
    assert [line.chatter for line in clip.spike.strongest] == ["ann"]
    assert await keeping.take_back(make_stream(), left, notice) is left


async def test_a_new_clip_lies_in_a_partition_of_its_creator_and_its_job_leads_to_it(
    keeping, stores, profiles
):
    await profiles.save_profile(CreatorProfile(creator_id=CREATOR, clip_shards=8))
    moments = [
        await store(keeping, make_stream(), make_asset(), make_spike(detected_at_seconds=at))
        for at in (131.0, 431.0, 731.0, 1031.0)
    ]

    shards = {clip_shard(moment.clip_id) for moment in moments if moment.clip_id}
    jobs = (await stores.jobs.list_jobs(CREATOR, JobStatus.QUEUED)).items
    assert shards - {0}
    for job in jobs:
        assert (await stores.clips.get_clip(CREATOR, job.subject_id)).id == job.subject_id


async def test_a_live_moment_without_a_video_asks_for_its_footage(stores):
    keeping = SpikeStorage(
        meters=Meters(),
        clock=FakeClock(),
        ids=FakeIds(),
        spikes=stores.spikes,
        clips=stores.clips,
        profiles=FakeProfiles(stores.memory),
        catches_footage=True,
    )
    stream = make_stream(asset_id=None, broadcaster_id="7")

    for _ in range(2):  # a restart hears it again
        await store(keeping, stream, None, make_spike())

    (job,) = (await stores.jobs.list_jobs(CREATOR, JobStatus.QUEUED)).items
    assert (job.kind, job.subject_id) == (JobKind.CATCH_FOOTAGE, f"{stream.id}.131000")


async def test_where_nobody_catches_footage_none_is_asked_for(keeping, stores):
    await store(keeping, make_stream(asset_id=None, broadcaster_id="7"), None, make_spike())

    assert (await stores.jobs.list_jobs(CREATOR, JobStatus.QUEUED)).items == ()


async def test_a_moment_is_counted_once_by_who_asked_for_it(keeping, meters):
    for asked_by in ("", "", "bob"):
        offset = 600.0 if asked_by else 131.0
        spike = make_spike(detected_at_seconds=offset, peak_seconds=offset, asked_by=asked_by)
        await store(keeping, make_stream(), make_asset(), spike)

    assert meters.read("truss_spikes_total", by="chat") == 1
    assert meters.read("truss_spikes_total", by="viewers") == 1
