import asyncio

import pytest

from core.domain.clips.clip import ClipStatus
from core.domain.people.actor import Actor, Role
from core.domain.work.ids import DEMO_CREATOR_ID
from core.domain.work.job import Queue
from core.errors import InvalidInput
from tests.fakes.app import make_app
from tests.fakes.demo import FakeDemoStream
from tests.fakes.media import FakeProber

JUDGE = Actor(person_id="web", creator_id=DEMO_CREATOR_ID, role=Role.OWNER)


def _ignore(_fraction: float) -> None:
    return


async def _play(app):
    video = await app.demo.make_video(on_progress=_ignore)
    await app.demo.play(JUDGE, video, on_progress=_ignore)
    return await app.demo.list_clips(JUDGE)


async def _work_off(app):
    while await app.work.runner.work_once(Queue.WORK):
        pass


async def test_the_demo_erupts_four_times_and_neither_raid_nor_flood_fires(tmp_path):
    app = make_app(tmp_path)

    clips = await _play(app)

    assert len(clips) == 4
    assert all(clip.status is ClipStatus.DRAFT for clip in clips)


async def test_a_finished_demo_starts_anew(tmp_path):
    app = make_app(tmp_path)
    await _play(app)
    await _work_off(app)
    before = await app.demo.list_clips(JUDGE)

    was_reset = await app.demo.prepare(JUDGE)

    assert was_reset
    assert await app.demo.list_clips(JUDGE) == []
    again = await _play(app)
    assert [clip.id for clip in again] == [clip.id for clip in before]


async def test_a_demo_that_was_cut_short_goes_on(tmp_path):
    """Half a minute of rendering is not thrown away, and no clip comes twice."""
    app = make_app(tmp_path)
    clips = await _play(app)
    await app.work.runner.work_once(Queue.WORK)

    was_reset = await app.demo.prepare(JUDGE)
    again = await _play(app)
    await _work_off(app)

    assert not was_reset
    assert [clip.id for clip in again] == [clip.id for clip in clips]
    ended = await app.demo.list_clips(JUDGE)
    assert {clip.status for clip in ended} == {ClipStatus.IN_REVIEW}


async def test_the_video_is_made_once_and_kept(tmp_path):
    demo = FakeDemoStream()
    app = make_app(tmp_path, demo=demo)

    first = await app.demo.make_video(on_progress=_ignore)
    again = await app.demo.make_video(on_progress=_ignore)

    assert first == again
    assert await asyncio.to_thread(first.read_bytes) == demo.content
    assert demo.videos_made == 1


async def test_a_video_that_was_damaged_is_made_once_more(tmp_path):
    """The generated video is kept between runs; nobody could mend it by hand."""

    class OnceDamaged(FakeProber):
        async def probe(self, video):
            if (await asyncio.to_thread(video.read_bytes)) == b"damaged":
                raise InvalidInput("It is cut off.")
            return await super().probe(video)

    demo = FakeDemoStream()
    app = make_app(tmp_path, demo=demo, prober=OnceDamaged())
    video = await app.demo.make_video(on_progress=_ignore)
    video.write_bytes(b"damaged")

    clips = await _play(app)

    assert len(clips) == 4
    assert demo.videos_made == 2


async def test_a_video_that_cannot_be_made_good_is_said_so(tmp_path):
    app = make_app(tmp_path, prober=FakeProber(default=None))

    with pytest.raises(InvalidInput):
        await _play(app)


async def test_what_the_last_demo_published_is_gone(tmp_path):
    app = make_app(tmp_path)
    (tmp_path / "published" / "clip").mkdir(parents=True)

    await app.demo.prepare(JUDGE)

    assert not (tmp_path / "published").exists()


@pytest.mark.parametrize("decided", [ClipStatus.APPROVED, ClipStatus.REJECTED])
async def test_decisions_are_forgotten_at_the_next_start(tmp_path, decided):
    app = make_app(tmp_path)
    await _play(app)
    await _work_off(app)
    clip = (await app.demo.list_clips(JUDGE))[0]
    decide = app.review.clips.approve if decided is ClipStatus.APPROVED else app.review.clips.reject
    await decide(JUDGE, clip.id, seen_version=clip.version)

    await app.demo.prepare(JUDGE)

    assert await app.demo.list_clips(JUDGE) == []
    assert await app.work.runner.work_once(Queue.WORK) is False
