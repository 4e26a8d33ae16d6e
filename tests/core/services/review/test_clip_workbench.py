import pytest

from core.domain.people.actor import Role
from core.domain.videos.spoken_word import Word
from core.errors import Forbidden, NotFound
from tests.builders import CREATOR, make_actor, make_asset, make_clip
from tests.fakes.app import make_app

ADA = make_actor()
CLIP = make_clip()


@pytest.fixture
async def app(tmp_path):
    app = make_app(tmp_path)
    await app.ports.stores.clips.add_clip(CLIP)
    await app.ports.stores.assets.add_asset(make_asset())
    return app


async def test_the_line_reaches_half_a_minute_beyond_the_clip(app):
    line = await app.review.workbench.read_time_line(ADA, CLIP.id)

    assert line.from_seconds == max(0.0, CLIP.start_seconds - 30)
    assert line.to_seconds == CLIP.end_seconds + 30
    assert (line.words, line.rates) == ((), ())


async def test_a_video_that_is_gone_leaves_a_line_without_sound(app):
    """The edges can still be moved; nothing is left but what is known of it."""
    line = await app.review.workbench.read_time_line(ADA, CLIP.id)

    assert line.signals.loudness_db == ()


async def test_words_and_gaps_are_shown_where_they_are_known(app, tmp_path):
    source = tmp_path / "source.mp4"
    source.write_bytes(b"a video")
    await app.ports.storage.put_file(make_asset().object_key, source)
    at = CLIP.start_seconds
    words = [Word(text="hello", start_seconds=at, end_seconds=at + 0.5)]
    await app.ports.stores.transcripts.put_words(
        CREATOR, make_asset().id, words, is_heard_by_model=False
    )

    line = await app.review.workbench.read_time_line(ADA, CLIP.id)

    assert [word.text for word in line.words] == ["hello"]
    assert line.gaps == ((line.from_seconds, at), (at + 0.5, line.to_seconds))
    assert line.signals.loudness_db


async def test_what_is_not_there_or_not_allowed_is_said(app):
    with pytest.raises(NotFound):
        await app.review.workbench.open_bench(make_actor(creator_id="ben"), CLIP.id)
    with pytest.raises(Forbidden):
        await app.review.workbench.open_bench(make_actor(role=Role.VIEWER), CLIP.id)
