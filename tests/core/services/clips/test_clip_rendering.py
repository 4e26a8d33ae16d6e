from dataclasses import replace
from datetime import timedelta

import pytest

from core.app import App
from core.domain.clips.box import Box
from core.domain.clips.clip import ClipStatus
from core.domain.clips.edit_plan import Layout
from core.domain.clips.framing_wish import FacecamPlace, FramingWish
from core.domain.videos.spoken_word import Word
from core.domain.work.job import JobStatus, Queue
from core.domain.work.platform import BYTES_MAX, Platform, rendition_key
from core.errors import ExternalFailure
from core.services.clips.clip_rendering import make_order
from core.services.work.job_handlers import JobProgress
from tests.builders import (
    CREATOR,
    make_actor,
    make_asset,
    make_clip,
    make_facts,
    make_job,
    make_score,
    make_spike,
    make_stream,
)
from tests.fakes.app import make_app
from tests.fakes.captions import FakeListener
from tests.fakes.media import FakeAnalyst, FakeRenderer, FakeSignalReader
from tests.fakes.publishing import FakePublisher
from tests.fakes.vision import FakeFacecamFinder


@pytest.fixture
def make_ready(tmp_path):
    """An app with one draft clip, its job queued and its source in storage."""

    async def make(**instead):
        app = make_app(tmp_path, **instead)
        source = tmp_path / "source.mp4"
        source.write_bytes(b"a video")
        asset = make_asset()
        await app.ports.storage.put_file(asset.object_key, source)
        await app.ports.stores.assets.add_asset(asset)
        clip = make_clip()
        await app.ports.stores.spikes.add_spike(
            make_stream(), make_spike(), clip=clip, job=make_job()
        )
        return app

    return make


async def _get(app):
    return await app.ports.stores.clips.get_clip(CREATOR, make_clip().id)


async def test_a_rendered_clip_comes_into_review_with_its_score_and_files(make_ready):
    app = await make_ready()

    await app.work.runner.work_once(Queue.WORK)

    clip = await _get(app)
    assert clip.status is ClipStatus.IN_REVIEW
    assert clip.title == "A moment"
    assert clip.score is not None
    assert clip.score.value == 61
    assert clip.loudness_lufs == -14.0
    async with app.ports.storage.open_file(clip.object_key) as video:
        assert video.stat().st_size == clip.size_bytes
    async with app.ports.storage.open_file(clip.thumbnail_key) as picture:
        assert picture.read_bytes().startswith(b"\xff\xd8")
    async with app.ports.storage.open_file(clip.sheet_key) as sheet:
        assert sheet.read_bytes().endswith(b"ten frames")


async def test_the_analyst_hears_what_surrounds_the_moment(make_ready):
    """Loud is only loud against what is usual, so 30 s on either side are measured too."""
    analyst = FakeAnalyst()
    app = await make_ready(analyst=analyst)

    await app.work.runner.work_once(Queue.WORK)

    material = analyst.materials[0]
    # The window is 103 to 133 s.
    assert (material.signals.start_seconds, material.signals.end_seconds) == (73.0, 163.0)
    assert (material.start_seconds, material.end_seconds) == (103.0, 133.0)


async def test_a_clip_that_cannot_be_rendered_says_at_which_step_and_why(make_ready):
    full = ExternalFailure("The disk is full: make room.", stage="render")
    app = await make_ready(renderer=FakeRenderer(failures=[full]))

    await app.work.runner.work_once(Queue.WORK)

    clip = await _get(app)
    assert (clip.status, clip.failed_stage) == (ClipStatus.FAILED, "render")
    assert clip.failed_reason == "The disk is full: make room."


async def test_a_render_that_failed_for_a_moment_is_made_at_the_next_try(make_ready):
    hiccup = ExternalFailure("ffmpeg was killed.", retryable=True, stage="render")
    renderer = FakeRenderer(failures=[hiccup])
    app = await make_ready(renderer=renderer)

    await app.work.runner.work_once(Queue.WORK)
    app.ports.clock.advance(60)
    await app.work.runner.work_once(Queue.WORK)

    assert (await _get(app)).status is ClipStatus.IN_REVIEW


async def test_a_clip_that_is_in_review_is_not_rendered_again(make_ready):
    """A kill between the clip's last write and the job's: the next worker finds it done."""
    renderer = FakeRenderer()
    app = await make_ready(renderer=renderer)
    job = make_job()
    await app.work.runner.work_once(Queue.WORK)
    done = await app.ports.stores.jobs.get_job(CREATOR, job.id)

    await app.clips.rendering.render_clip(done, JobProgress())

    assert done.status is JobStatus.DONE
    assert len(renderer.plans) == 1


async def test_nothing_is_left_in_the_scratch_folder(make_ready, tmp_path):
    app = await make_ready()

    await app.work.runner.work_once(Queue.WORK)

    assert list((tmp_path / "scratch").iterdir()) == []


async def test_a_clip_begins_shortly_before_the_sound_bursts_out(make_ready):
    """Chat made 103 to 133 s of it; the burst at 122 s makes it 115 s."""
    app = await make_ready(signals=FakeSignalReader(loud_at_seconds=(122.0, 123.0)))

    await app.work.runner.work_once(Queue.WORK)

    clip = await _get(app)
    assert clip.start_seconds == pytest.approx(115.0, abs=1.0)
    assert clip.end_seconds == pytest.approx(133.0, abs=1.0)


async def test_a_window_that_somebody_chose_is_kept(make_ready):
    signals = FakeSignalReader(loud_at_seconds=(122.0, 123.0))
    app = await make_ready(signals=signals)
    clip = await _get(app)
    await app.ports.stores.clips.save_clip(replace(clip, start_seconds=104.0))

    await app.work.runner.work_once(Queue.WORK)

    assert (await _get(app)).start_seconds == 104.0


async def test_a_platform_with_a_limit_gets_a_smaller_rendition(make_ready, monkeypatch):
    """The fake's clip has a few hundred bytes; Discord takes 100 of them here."""
    monkeypatch.setitem(BYTES_MAX, Platform.DISCORD, 100)
    renderer = FakeRenderer()
    publishers = {Platform.FOLDER: FakePublisher(), Platform.DISCORD: FakePublisher()}
    app = await make_ready(renderer=renderer, publishers=publishers)

    await app.work.runner.work_once(Queue.WORK)

    clip = await _get(app)
    assert [plan.bytes_max for plan in renderer.plans] == [None, 100]
    async with app.ports.storage.open_file(rendition_key(clip.object_key, 100)) as small:
        assert small.exists()


async def test_without_such_a_platform_there_is_one_render(make_ready, monkeypatch):
    monkeypatch.setitem(BYTES_MAX, Platform.DISCORD, 100)
    renderer = FakeRenderer()
    app = await make_ready(renderer=renderer)

    await app.work.runner.work_once(Queue.WORK)

    assert len(renderer.plans) == 1


async def test_a_draft_of_an_analysis_keeps_its_title_and_score(make_ready):
    """What a model saw in it must not be thrown away when it is cut."""
    analyst = FakeAnalyst()
    app = await make_ready(analyst=analyst)
    draft = await _get(app)
    await app.ports.stores.clips.save_clip(
        replace(draft, title="Last-lap overtake", score=make_score(10))
    )

    await app.work.runner.work_once(Queue.WORK)

    clip = await _get(app)
    assert clip.status is ClipStatus.IN_REVIEW
    assert (clip.title, clip.score) == ("Last-lap overtake", make_score(10))
    assert analyst.materials == []


async def test_what_the_creator_wants_frames_every_clip(make_ready):
    renderer, facecams = FakeRenderer(), FakeFacecamFinder()
    app = await make_ready(renderer=renderer, facecams=facecams)
    box = Box(x=24, y=564, width=480, height=270)
    await app.clips.framing.set_facecam(make_actor(), box)  # in 1920x1080; the asset has 1280x720

    await app.work.runner.work_once(Queue.WORK)

    assert renderer.plans[0].layout is Layout.STACK
    assert renderer.plans[0].facecam == Box(x=16, y=376, width=320, height=180)
    assert facecams.asked == 0


PLACE = FacecamPlace(
    box=Box(x=24, y=564, width=480, height=270), picture_width=1920, picture_height=1080
)


@pytest.mark.parametrize(
    ("own", "wish", "layout", "has_facecam"),
    [
        (None, FramingWish(), None, False),
        (None, FramingWish(layout=Layout.FIT), Layout.FIT, False),
        # A stack is looked for, and does without where there is no facecam.
        (None, FramingWish(layout=Layout.STACK), None, False),
        (None, FramingWish(layout=Layout.STACK, facecam=PLACE), None, True),
        (Layout.STACK, FramingWish(layout=Layout.FIT), Layout.STACK, False),
        (Layout.CENTRE, FramingWish(facecam=PLACE), Layout.CENTRE, True),
    ],
)
def test_what_was_asked_for_a_clip_wins_over_what_is_usual(own, wish, layout, has_facecam):
    order = make_order(make_clip(layout=own), make_facts(), wish)

    assert (order.layout, order.facecam is not None) == (layout, has_facecam)


def test_a_facecam_is_no_place_in_a_picture_of_another_shape():
    upright = make_facts(width=1080, height=1920)

    assert make_order(make_clip(), upright, FramingWish(facecam=PLACE)).facecam is None


async def test_a_title_that_people_wrote_is_kept(make_ready):
    app = await make_ready()
    draft = await _get(app)
    await app.ports.stores.clips.save_clip(replace(draft, title="The save", title_by="chat"))

    await app.work.runner.work_once(Queue.WORK)

    clip = await _get(app)
    assert clip.title == "The save"
    assert clip.score is not None


def say(*times):
    return tuple(Word(text=f"word{n}", start_seconds=s, end_seconds=e) for n, (s, e) in
                 enumerate(times))  # fmt: skip


async def test_words_that_an_analyst_heard_are_captions(make_ready):
    renderer, listener = FakeRenderer(), FakeListener()
    app = await make_ready(renderer=renderer, listener=listener)
    words = say((110.0, 110.4), (111.0, 111.5))
    await app.ports.stores.transcripts.put_words(
        CREATOR, make_asset().id, words, is_heard_by_model=True
    )

    await app.work.runner.work_once(Queue.WORK)

    assert "word0" in renderer.plans[0].captions
    assert listener.asked == []


async def test_words_that_nobody_kept_are_listened_for(make_ready):
    renderer, listener = FakeRenderer(), FakeListener(*say((110.0, 110.4)))
    app = await make_ready(renderer=renderer, listener=listener)

    await app.work.runner.work_once(Queue.WORK)

    assert "word0" in renderer.plans[0].captions
    assert listener.asked == [(97.0, 139.0)]


async def test_who_wants_no_captions_gets_none_and_nobody_listens(make_ready):
    renderer, listener = FakeRenderer(), FakeListener(*say((110.0, 110.4)))
    app = await make_ready(renderer=renderer, listener=listener)
    await app.clips.framing.set_captions(make_actor(), False)

    await app.work.runner.work_once(Queue.WORK)

    assert renderer.plans[0].captions == ""
    assert listener.asked == []


@pytest.mark.parametrize("is_kept", [True, False])
async def test_a_window_that_chat_proposed_never_begins_in_the_midst_of_a_word(make_ready, is_kept):
    """103 to 133 s was proposed; a word is said across each edge."""
    words = say((102.8, 103.2), (105.0, 105.4), (132.7, 133.3))
    app = await make_ready(listener=FakeListener(*words))
    if is_kept:
        await app.ports.stores.transcripts.put_words(
            CREATOR, make_asset().id, words, is_heard_by_model=False
        )

    await app.work.runner.work_once(Queue.WORK)

    clip = await _get(app)
    for edge in (clip.start_seconds, clip.end_seconds):
        assert not any(word.start_seconds < edge < word.end_seconds for word in words)
    assert (clip.start_seconds, clip.end_seconds) != (103.0, 133.0)


async def test_a_listener_that_fails_leaves_a_clip_without_captions(make_ready):
    failure = ExternalFailure("There is no speech model.", stage="listen")
    app = await make_ready(listener=FakeListener(failure=failure))

    await app.work.runner.work_once(Queue.WORK)

    job = await app.ports.stores.jobs.get_job(CREATOR, make_job().id)
    assert (await _get(app)).status is ClipStatus.IN_REVIEW
    assert job.reason == "This clip has no captions. There is no speech model."


class _Finishing(FakeRenderer):
    """While it renders, another worker brings the clip into review, as after a pause of 90 s."""

    def __init__(self, app_of, *, outlasts=True):
        super().__init__()
        self.app_of = app_of
        self.outlasts = outlasts

    async def render(self, *given, **named):
        rendered = await super().render(*given, **named)
        if self.outlasts:
            self.outlasts = False
            app = self.app_of()
            clip = await _get(app)
            ready = replace(clip, object_key="another/worker's.mp4", duration_seconds=30.0)
            ready = ready.move_to(ClipStatus.IN_REVIEW, at=app.ports.clock.now())
            ready = await app.ports.stores.clips.save_clip(ready)
            approved = ready.move_to(ClipStatus.APPROVED, at=app.ports.clock.now())
            await app.ports.stores.clips.save_clip(approved)
        return rendered


async def test_a_clip_that_another_worker_finished_stays_good(make_ready):
    """The second worker's Conflict says nothing against a clip that is in review, or approved."""
    apps: list[App] = []
    renderer = _Finishing(lambda: apps[0])
    app = await make_ready(renderer=renderer)
    apps.append(app)

    await app.work.runner.work_once(Queue.WORK)
    for _ in range(5):
        app.ports.clock.advance(60)
        await app.work.runner.work_once(Queue.WORK)

    clip = await _get(app)
    assert (clip.status, clip.object_key) == (ClipStatus.APPROVED, "another/worker's.mp4")
    assert (await app.ports.stores.jobs.get_job(CREATOR, make_job().id)).status is JobStatus.DONE
    assert len(renderer.plans) == 1


@pytest.mark.parametrize("status", [ClipStatus.IN_REVIEW, ClipStatus.APPROVED])
async def test_giving_up_leaves_alone_what_is_ready(make_ready, status):
    app = await make_ready()
    await app.work.runner.work_once(Queue.WORK)
    clip = await _get(app)
    if status is not clip.status:
        clip = await app.ports.stores.clips.save_clip(
            clip.move_to(status, at=app.ports.clock.now())
        )

    await app.clips.rendering.give_up(make_job(), "render", "It was changed by someone else.")

    assert await _get(app) == clip


async def test_a_job_has_no_say_on_a_cut_that_a_newer_job_makes(make_ready):
    """Somebody asked for another layout while the older job's worker was taken for dead."""
    renderer = FakeRenderer()
    app = await make_ready(renderer=renderer)
    await app.work.runner.work_once(Queue.WORK)
    seen = await _get(app)
    again = await app.review.editing.rerender_clip(make_actor(), seen.id, seen_version=seen.version)

    await app.clips.rendering.give_up(make_job(), "render", "It was killed.")
    await app.clips.rendering.render_clip(make_job(), JobProgress())

    assert again.status is ClipStatus.RENDERING
    assert await _get(app) == again
    assert len(renderer.plans) == 1


async def test_who_asked_while_it_was_rendered_stands_on_its_card(make_ready):
    """`/clip now` names a moment that chat has found, and whose clip is being cut by then."""
    app = await make_ready()
    asked = make_spike(asked_by="Mo", chatters=99)
    found_at = make_stream().started_at + timedelta(seconds=asked.detected_at_seconds)
    clip = replace(await _get(app), created_at=found_at, stream_id=make_stream().id)
    await app.ports.stores.clips.save_clip(clip)
    await app.ports.stores.spikes.replace_spike(make_stream(), asked)

    await app.work.runner.work_once(Queue.WORK)

    assert (await _get(app)).spike == make_spike(asked_by="Mo")
