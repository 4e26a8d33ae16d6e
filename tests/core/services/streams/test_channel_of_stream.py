from core.domain.work.ids import StreamId
from core.services.streams.channel_of_stream import find_channel
from tests.builders import CREATOR, make_stream, make_test_ulid
from tests.fakes.stores import FakeStores
from tests.fakes.time_and_ids import FakeClock


async def test_a_stream_knows_its_channel_and_a_video_has_none():
    streams = FakeStores(FakeClock()).streams
    stream = make_stream(broadcaster_id="44")
    await streams.add_stream(stream)

    assert await find_channel(streams, CREATOR, stream.id) == "44"
    assert await find_channel(streams, CREATOR, StreamId(make_test_ulid(999))) is None
    assert await find_channel(streams, CREATOR, None) is None
