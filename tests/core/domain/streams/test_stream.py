from core.domain.streams.stream import StreamStatus
from tests.builders import make_stream


def test_a_new_stream_is_live_and_of_unknown_length():
    stream = make_stream()

    assert stream.status is StreamStatus.LIVE
    assert stream.duration_seconds is None
