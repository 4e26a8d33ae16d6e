import pytest

from core.adapters.table.stores.clips import ClipTable
from core.domain.work.ids import JobId
from core.errors import NotFound
from core.ports.clips import ClipStore
from tests.builders import (
    CREATOR,
    make_clip,
    make_job,
    make_publication,
    make_spike,
    make_stream,
    make_test_clip_id,
)

_: type[ClipStore] = ClipTable


async def test_an_approval_is_one_transaction_after_the_row_that_leads_to_what_it_sends(
    stores, table
):
    await stores.spikes.add_spike(make_stream(), make_spike(), clip=make_clip())
    table.calls.clear()

    await stores.clips.save_clip(make_clip(), publications=[make_publication()], jobs=[make_job()])

    assert table.calls == {"batch_put": 1, "transact": 1}


async def test_a_clip_of_a_shard_is_read_by_its_id_alone(stores, table):
    clip = make_clip(id=make_test_clip_id(2, shards=8))
    await stores.spikes.add_spike(make_stream(), make_spike(), clip=clip)
    table.calls.clear()

    assert await stores.clips.get_clip(CREATOR, clip.id) == clip
    assert table.calls == {"get": 1}


async def test_the_number_of_partitions_never_falls(stores):
    """Clips that lie in a partition must stay listed."""
    clips = [make_clip(id=make_test_clip_id(n, shards=8)) for n in range(20)]
    for number, clip in enumerate(clips):
        spike = make_spike(detected_at_seconds=float(number))
        await stores.spikes.add_spike(make_stream(), spike, clip=clip)

    await stores.clips.spread_clips(CREATOR, shards=8)
    await stores.clips.spread_clips(CREATOR, shards=2)

    assert (await stores.clips.list_clips(CREATOR)).items == tuple(clips[::-1])


async def test_a_draft_is_added_once_and_brings_its_job_with_it(stores):
    assert await stores.clips.add_clip(make_clip(), jobs=[make_job()])
    assert not await stores.clips.add_clip(make_clip(), jobs=[make_job(id=JobId("A" * 26))])

    assert await stores.clips.get_clip(CREATOR, make_clip().id) == make_clip()
    assert await stores.jobs.get_job(CREATOR, make_job().id) == make_job()
    with pytest.raises(NotFound):
        await stores.jobs.get_job(CREATOR, JobId("A" * 26))
