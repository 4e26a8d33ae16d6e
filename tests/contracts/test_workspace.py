import pytest

from core.domain.chat.chat_message import ChatHistogram
from core.domain.work.ids import DEMO_CREATOR_ID, CreatorId
from core.domain.work.job import Queue
from core.errors import NotFound
from tests.builders import (
    NOON,
    make_asset,
    make_clip,
    make_job,
    make_publication,
    make_spike,
    make_stream,
)

BEN = CreatorId("ben")


async def _fill(stores, creator_id):
    stream = make_stream(creator_id=creator_id)
    clip = make_clip(creator_id=creator_id)
    await stores.streams.add_stream(stream)
    await stores.assets.add_asset(make_asset(creator_id=creator_id))
    await stores.spikes.add_spike(stream, make_spike(), clip=clip, job=None)
    row = ChatHistogram(stream_id=stream.id, starts_at=NOON, messages=(1,) * 120, chatters=1)
    await stores.histograms.put_histogram(creator_id, row)
    await stores.clips.save_clip(
        clip,
        publications=[make_publication(creator_id=creator_id)],
        jobs=[make_job(creator_id=creator_id)],
    )


async def test_nothing_of_a_forgotten_creator_is_left(stores):
    await _fill(stores, DEMO_CREATOR_ID)

    assert await stores.workspace.forget_creator(DEMO_CREATOR_ID) >= 7

    stream = make_stream(creator_id=DEMO_CREATOR_ID)
    assert (await stores.streams.list_streams(DEMO_CREATOR_ID)).items == ()
    assert (await stores.assets.list_assets(DEMO_CREATOR_ID)).items == ()
    assert (await stores.spikes.list_spikes(stream)).items == ()
    assert (await stores.histograms.list_histograms(DEMO_CREATOR_ID, stream.id)).items == ()
    assert (await stores.clips.list_clips(DEMO_CREATOR_ID)).items == ()
    assert (await stores.publications.list_publications(DEMO_CREATOR_ID)).items == ()
    with pytest.raises(NotFound):
        await stores.jobs.get_job(DEMO_CREATOR_ID, make_job().id)
    assert await stores.queue.receive(Queue.WORK, lease_seconds=60) is None


async def test_forgetting_again_finds_nothing(stores):
    await _fill(stores, DEMO_CREATOR_ID)
    await stores.workspace.forget_creator(DEMO_CREATOR_ID)

    assert await stores.workspace.forget_creator(DEMO_CREATOR_ID) == 0


async def test_other_creators_keep_all_they_have(stores):
    await _fill(stores, BEN)
    await stores.workspace.forget_creator(DEMO_CREATOR_ID)

    assert len((await stores.clips.list_clips(BEN)).items) == 1
    assert await stores.queue.receive(Queue.WORK, lease_seconds=60) is not None
