import pytest

from core.domain.clips.clip import ClipStatus
from core.domain.videos.spoken_word import Word
from core.domain.work.job import Queue
from core.errors import Conflict, InvalidInput
from core.services.work.job_handlers import JobProgress
from tests.builders import CREATOR, make_actor, make_asset, make_clip, make_score
from tests.fakes.app import make_app
from tests.fakes.captions import FakeListener
from tests.fakes.media import FakeRenderer

HEARD = [
    Word(text=text, start_seconds=104.0 + n, end_seconds=104.5 + n)
    for n, text in enumerate(("we", "beat", "cassidy"))
]


@pytest.fixture
async def world(tmp_path):
    renderer, listener = FakeRenderer(), FakeListener(*HEARD)
    app = make_app(tmp_path, renderer=renderer, listener=listener)
    source = tmp_path / "source.mp4"
    source.write_bytes(b"video")
    await app.ports.storage.put_file(make_asset().object_key, source)
    await app.ports.stores.assets.add_asset(make_asset())
    clip = make_clip(status=ClipStatus.IN_REVIEW, score=make_score(), object_key="old.mp4")
    await app.ports.stores.clips.add_clip(clip)
    await app.clips.captions.listen(
        make_asset(), source, JobProgress(), start_seconds=103.0, end_seconds=133.0
    )
    return app, clip, renderer, listener


async def test_a_misheard_word_is_mended_and_the_new_cut_has_it(world):
    app, clip, renderer, listener = world
    assert await app.review.words.read_words(make_actor(), clip.id) == "we beat cassidy"

    saved = await app.review.words.mend_words(
        make_actor(), clip.id, "we beat Kassadin", seen_version=clip.version
    )
    await app.work.runner.work_once(Queue.WORK)

    cut = await app.ports.stores.clips.get_clip(CREATOR, clip.id)
    assert saved.status is ClipStatus.RENDERING
    assert "Kassadin" in renderer.plans[-1].captions
    assert "cassidy" not in renderer.plans[-1].captions
    assert (cut.status, cut.title, cut.score) == (ClipStatus.IN_REVIEW, clip.title, clip.score)
    assert len(listener.asked) == 1  # nothing is heard again


async def test_who_saw_an_older_cut_mends_nothing(world):
    app, clip, *_ = world

    with pytest.raises(Conflict):
        await app.review.words.mend_words(
            make_actor(), clip.id, "we lost", seen_version=clip.version + 5
        )

    assert await app.review.words.read_words(make_actor(), clip.id) == "we beat cassidy"


async def test_the_same_words_are_no_new_cut(world):
    app, clip, *_ = world

    with pytest.raises(InvalidInput, match="same as before"):
        await app.review.words.mend_words(
            make_actor(), clip.id, "we beat cassidy", seen_version=clip.version
        )
