from core.domain.review.clip_source import ClipSource, name_source
from tests.builders import NOON, make_asset, make_stream


def test_a_clip_of_a_stream_is_named_by_it_and_another_by_its_video():
    stream, video = make_stream(title="The race"), make_asset(title="An upload")

    assert name_source(stream, video) == ClipSource(title="The race", at=NOON, is_stream=True)
    assert name_source(None, video) == ClipSource(title="An upload", at=NOON, is_stream=False)
    assert name_source(None, None) is None
