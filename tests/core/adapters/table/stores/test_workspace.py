from core.adapters.table.stores.workspace import TableWorkspace
from core.domain.ids import DEMO_CREATOR_ID
from core.ports.stores import Workspace
from tests.builders import make_clip, make_job, make_spike, make_stream, make_test_clip_id

_: type[Workspace] = TableWorkspace


async def test_every_partition_of_a_creator_is_emptied(stores, sqlite):
    """Clip shards, queue rows, due rows and the directory lie outside the creator's own."""
    stream = make_stream(creator_id=DEMO_CREATOR_ID)
    await stores.clips.spread_clips(DEMO_CREATOR_ID, shards=8)
    await stores.streams.add_stream(stream)
    for number in range(60):
        clip = make_clip(creator_id=DEMO_CREATOR_ID, id=make_test_clip_id(number, shards=8))
        spike = make_spike(detected_at_seconds=float(number))
        assert await stores.spikes.add_spike(stream, spike, clip=clip)
    await stores.jobs.add_job(make_job(creator_id=DEMO_CREATOR_ID))

    # 60 spikes, 60 clips; stream and directory row; job, queue row and due row; metadata
    assert await stores.workspace.forget_creator(DEMO_CREATOR_ID) == 126

    left = await sqlite._readers.call(lambda c: c.execute("SELECT pk, sk FROM items").fetchall())
    assert left == []
