from datetime import timedelta
from itertools import pairwise

import pytest

from core.domain.chat.chat_message import ChatHistogram
from core.domain.learning.daily_chat_counts import MESSAGES
from core.domain.learning.metrics import DayCounts
from core.domain.people.actor import Role
from core.domain.streams.stream import StreamStatus
from core.domain.work.ids import CreatorId, StreamId
from core.errors import Forbidden, InvalidInput, NotFound
from core.services.chat.stream_reports import PICTURE_BYTES_MAX, StreamReports
from tests.builders import CREATOR, NOON, make_actor, make_spike, make_stream, make_test_ulid
from tests.fakes.charts import FakePainter
from tests.fakes.footage import FakeLiveMoments
from tests.fakes.insights import FakeAnalytics
from tests.fakes.stores import FakeStores
from tests.fakes.time_and_ids import FakeClock


@pytest.fixture
def clock():
    return FakeClock()


@pytest.fixture
def stores(clock):
    return FakeStores(clock)


@pytest.fixture
def analytics(stores):
    return FakeAnalytics(stores.memory)


@pytest.fixture
def painter():
    return FakePainter()


@pytest.fixture
def stream_reports(clock, stores, analytics, painter, tmp_path):
    return StreamReports(
        moments=FakeLiveMoments(stores.memory),
        clock=clock,
        streams=stores.streams,
        spikes=stores.spikes,
        histograms=stores.histograms,
        analytics=analytics,
        charts=painter,
        scratch=tmp_path / "scratch",
    )


async def test_a_stream_is_reported_with_its_rate_and_its_spikes(stream_reports, stores):
    stream = make_stream(status=StreamStatus.ENDED, duration_seconds=14.0)
    await stores.streams.add_stream(stream)
    counts = (5, 0, 10, *(0,) * 117)
    row = ChatHistogram(stream_id=stream.id, starts_at=NOON, messages=counts, chatters=7)
    await stores.histograms.put_histogram(CREATOR, row)
    spike = make_spike(detected_at_seconds=11.0, peak_seconds=10.0, start_seconds=0.0)
    await stores.spikes.add_spike(stream, spike)

    report = await stream_reports.report_stream(make_actor(), stream.id)

    # 5 and 10 messages in 5 s are 1 and 2 a second.
    assert [point.messages_per_second for point in report.rates] == [1.0, 0.0, 2.0]
    assert report.spikes == (spike,)


@pytest.mark.parametrize(("rows", "points"), [(0, 1), (1, 121)])
async def test_a_live_stream_is_reported_as_far_as_it_was_heard(
    stream_reports, stores, rows, points
):
    stream = make_stream()
    await stores.streams.add_stream(stream)
    for _ in range(rows):
        row = ChatHistogram(stream_id=stream.id, starts_at=NOON, messages=(1,) * 120, chatters=7)
        await stores.histograms.put_histogram(CREATOR, row)

    report = await stream_reports.report_stream(make_actor(), stream.id)

    assert len(report.rates) == points


async def test_another_creators_stream_does_not_exist(stream_reports, stores):
    stream = make_stream()
    await stores.streams.add_stream(stream)

    with pytest.raises(NotFound):
        await stream_reports.report_stream(make_actor(creator_id=CreatorId("eve")), stream.id)
    assert (await stream_reports.list_streams(make_actor())).items == (stream,)


async def test_a_stream_is_shown_with_its_picture_and_nothing_is_left_lying(
    stream_reports, stores, painter, tmp_path
):
    stream = make_stream()
    await stores.streams.add_stream(stream)
    await stores.spikes.add_spike(stream, make_spike())

    shown = await stream_reports.picture_stream(make_actor(), stream.id)

    (chart,) = painter.painted.values()
    assert shown.png == painter.content
    assert chart.spikes == shown.report.spikes == (make_spike(),)
    assert list((tmp_path / "scratch").iterdir()) == []


async def test_a_picture_that_nobody_could_be_sent_is_refused(stream_reports, stores, painter):
    await stores.streams.add_stream(make_stream())
    painter.content = bytes(PICTURE_BYTES_MAX + 1)

    with pytest.raises(InvalidInput, match="too large"):
        await stream_reports.picture_stream(make_actor(), make_stream().id)


async def test_the_last_thirty_days_have_no_gap(stream_reports, analytics, painter, clock):
    for days_ago, said in ((30, 1), (29, 20), (0, 300)):
        day = DayCounts(on=(clock.now() - timedelta(days=days_ago)).date(), counts={MESSAGES: said})
        await analytics.put_local_day(CREATOR, "chat-1", day)

    shown = await stream_reports.picture_days(make_actor())

    (chart,) = painter.days
    assert chart.days == shown.days
    assert [day.counts.get(MESSAGES, 0) for day in shown.days] == [20, *[0] * 28, 300]
    assert [(b.on - a.on).days for a, b in pairwise(shown.days)] == [1] * 29


async def test_only_the_team_sees_a_creators_days(stream_reports):
    with pytest.raises(Forbidden):
        await stream_reports.picture_days(make_actor(role=Role.VIEWER))


async def test_streams_are_found_by_words_of_their_titles(stream_reports, stores):
    for number, title in enumerate(("Speedrun SUNDAY", "Sunday chess", "Speedrun")):
        stream = make_stream(id=StreamId(make_test_ulid(number)), title=title)
        await stores.streams.add_stream(stream)

    async def search(text, limit=25):
        found = await stream_reports.search_streams(make_actor(), text, limit=limit)
        return [stream.title for stream in found]

    assert await search("sunday") == ["Sunday chess", "Speedrun SUNDAY"]
    assert await search("run SUN") == ["Speedrun SUNDAY"]
    assert await search("", limit=1) == ["Speedrun"]
