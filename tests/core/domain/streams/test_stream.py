from core.domain.streams.stream import StreamStatus
from tests.builders import make_asset, make_stream


def test_a_new_stream_is_live_and_of_unknown_length():
    stream = make_stream()

    assert stream.status is StreamStatus.LIVE
    assert stream.duration_seconds is None


def test_a_stream_that_ends_has_a_length():
    ended = make_stream(asset_id=None).end(duration_seconds=60.0)

    assert (ended.status, ended.duration_seconds) == (StreamStatus.ENDED, 60.0)
    assert ended.asset_id is None


def test_a_stream_ends_once_but_may_get_its_video_later():
    ended = make_stream(asset_id=None).end(duration_seconds=60.0)

    again = ended.end(duration_seconds=90.0, asset_id=make_asset().id)

    assert (again.duration_seconds, again.asset_id) == (60.0, make_asset().id)
