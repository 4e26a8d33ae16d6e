import pytest

from core.domain.chat import ChatHistogram
from core.domain.ids import CreatorId
from core.domain.stream import StreamStatus
from core.errors import NotFound
from core.services.reporting import Reporting
from tests.builders import CREATOR, NOON, make_actor, make_spike, make_stream
from tests.fakes.stores import FakeStores
from tests.fakes.time_and_ids import FakeClock


@pytest.fixture
def stores():
    return FakeStores(FakeClock())


@pytest.fixture
def reporting(stores):
    return Reporting(streams=stores.streams, spikes=stores.spikes, histograms=stores.histograms)


async def test_a_stream_is_reported_with_its_rate_and_its_spikes(reporting, stores):
    stream = make_stream(status=StreamStatus.ENDED, duration_seconds=14.0)
    await stores.streams.add_stream(stream)
    counts = (5, 0, 10, *(0,) * 117)
    row = ChatHistogram(stream_id=stream.id, starts_at=NOON, messages=counts, chatters=7)
    await stores.histograms.put_histogram(CREATOR, row)
    spike = make_spike(detected_at_seconds=11.0, peak_seconds=10.0, start_seconds=0.0)
    await stores.spikes.add_spike(stream, spike)

    report = await reporting.report_stream(make_actor(), stream.id)

    # 5 and 10 messages in 5 s are 1 and 2 a second.
    assert [point.messages_per_second for point in report.rates] == [1.0, 0.0, 2.0]
    assert report.spikes == (spike,)


@pytest.mark.parametrize(("rows", "points"), [(0, 1), (1, 121)])
async def test_a_live_stream_is_reported_as_far_as_it_was_heard(reporting, stores, rows, points):
    stream = make_stream()
    await stores.streams.add_stream(stream)
    for _ in range(rows):
        row = ChatHistogram(stream_id=stream.id, starts_at=NOON, messages=(1,) * 120, chatters=7)
        await stores.histograms.put_histogram(CREATOR, row)

    report = await reporting.report_stream(make_actor(), stream.id)

    assert len(report.rates) == points


async def test_another_creators_stream_does_not_exist(reporting, stores):
    stream = make_stream()
    await stores.streams.add_stream(stream)

    with pytest.raises(NotFound):
        await reporting.report_stream(make_actor(creator_id=CreatorId("eve")), stream.id)
    assert (await reporting.list_streams(make_actor())).items == (stream,)
