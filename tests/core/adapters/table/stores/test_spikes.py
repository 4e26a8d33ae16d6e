from core.adapters.table.stores.spikes import SpikeTable
from core.ports.chat import SpikeStore
from tests.builders import make_clip, make_job, make_spike, make_stream

_: type[SpikeStore] = SpikeTable


async def test_a_spike_its_clip_and_its_job_are_one_transaction(stores, table):
    """Killed between two writes, a stream would have a spike without its clip."""
    await stores.spikes.add_spike(make_stream(), make_spike(), clip=make_clip(), job=make_job())

    assert table.calls == {"transact": 1}


async def test_a_spike_detected_after_the_last_picture_is_listed(stores):
    stream = make_stream(duration_seconds=120.0)
    late = make_spike(detected_at_seconds=140.0)
    await stores.spikes.add_spike(stream, late)

    assert (await stores.spikes.list_spikes(stream)).items == (late,)
