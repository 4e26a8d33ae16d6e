from dataclasses import replace

import pytest

from core.domain.clips.clip import ClipStatus
from core.domain.clips.edit_plan import Layout
from core.domain.people.actor import Role
from core.domain.publishing.publication import PublicationStatus
from core.domain.work.ids import CreatorId
from core.domain.work.job import Queue
from core.domain.work.platform import BYTES_MAX, Platform, rendition_key
from core.errors import Conflict, ExternalFailure, Forbidden, InvalidInput, NotFound
from core.services.review.clip_editing import EditWish
from tests.builders import (
    CREATOR,
    make_actor,
    make_asset,
    make_clip,
    make_job,
    make_spike,
    make_stream,
)
from tests.fakes.app import make_app
from tests.fakes.media import FakeAnalyst, FakeRenderer
from tests.fakes.publishing import FakePublisher

ADA = make_actor(person_id="discord:1")


@pytest.fixture
def make_reviewed(tmp_path):
    """An app with one clip that was rendered and lies in review."""

    async def make(**instead):
        app = make_app(tmp_path, **instead)
        source = tmp_path / "source.mp4"
        source.write_bytes(b"a video")
        await app.ports.storage.put_file(make_asset().object_key, source)
        await app.ports.stores.assets.add_asset(make_asset())
        spike, job = make_spike(), make_job()
        await app.ports.stores.spikes.add_spike(make_stream(), spike, clip=make_clip(), job=job)
        await app.work.runner.work_once(Queue.WORK)
        return app, await get_clip(app)

    return make


async def get_clip(app):
    return await app.ports.stores.clips.get_clip(CREATOR, make_clip().id)


async def has_file(app, object_key):
    try:
        async with app.ports.storage.open_file(object_key):
            return True
    except NotFound:
        return False


async def test_a_trimmed_clip_is_cut_and_judged_anew(make_reviewed):
    analyst, renderer = FakeAnalyst(), FakeRenderer()
    app, seen = await make_reviewed(analyst=analyst, renderer=renderer)

    sent = await app.review.editing.trim_clip(
        ADA, seen.id, seen_version=seen.version, start_by_seconds=-2.0, end_by_seconds=3.0
    )
    assert (sent.status, sent.score) == (ClipStatus.RENDERING, None)
    assert sent.version == seen.version + 1
    await app.work.runner.work_once(Queue.WORK)

    clip = await get_clip(app)
    assert clip.status is ClipStatus.IN_REVIEW
    assert (clip.start_seconds, clip.end_seconds) == (101.0, 136.0)
    assert (clip.title, clip.score) == (seen.title, seen.score)
    assert len(analyst.materials) == len(renderer.plans) == 2
    assert renderer.plans[-1].duration_seconds == pytest.approx(35.0)


async def test_the_files_of_the_older_cut_are_gone(make_reviewed, monkeypatch):
    monkeypatch.setitem(BYTES_MAX, Platform.DISCORD, 100)
    publishers = {Platform.FOLDER: FakePublisher(), Platform.DISCORD: FakePublisher()}
    app, seen = await make_reviewed(publishers=publishers)
    await app.review.editing.rerender_clip(ADA, seen.id, seen_version=seen.version)

    await app.work.runner.work_once(Queue.WORK)

    clip = await get_clip(app)
    for old, new in (
        (seen.object_key, clip.object_key),
        (seen.thumbnail_key, clip.thumbnail_key),
        (seen.sheet_key, clip.sheet_key),
        (rendition_key(seen.object_key, 100), rendition_key(clip.object_key, 100)),
    ):
        assert (await has_file(app, old), await has_file(app, new)) == (False, True)


async def test_another_layout_stays_with_the_clip_until_it_is_chosen_anew(make_reviewed):
    renderer = FakeRenderer()
    app, clip = await make_reviewed(renderer=renderer)
    clip_editing = app.review.editing
    usual = renderer.plans[0].layout

    for seen_layout, send in (
        (
            Layout.FIT,
            lambda v: clip_editing.rerender_clip(ADA, clip.id, seen_version=v, layout=Layout.FIT),
        ),
        (
            Layout.FIT,
            lambda v: clip_editing.trim_clip(ADA, clip.id, seen_version=v, end_by_seconds=1),
        ),
        (usual, lambda v: clip_editing.rerender_clip(ADA, clip.id, seen_version=v)),
    ):
        await send((await get_clip(app)).version)
        await app.work.runner.work_once(Queue.WORK)
        assert renderer.plans[-1].layout is seen_layout

    assert usual is not Layout.FIT


async def test_title_window_and_layout_change_together_in_one_new_cut(make_reviewed):
    renderer = FakeRenderer()
    app, seen = await make_reviewed(renderer=renderer)
    wish = EditWish(title="An ace", start_by_seconds=-1.0, layout=Layout.FIT)

    sent = await app.review.editing.edit_clip(ADA, seen.id, wish, seen_version=seen.version)
    await app.work.runner.work_once(Queue.WORK)

    clip = await get_clip(app)
    assert (sent.status, clip.status) == (ClipStatus.RENDERING, ClipStatus.IN_REVIEW)
    assert (clip.title, clip.start_seconds) == ("An ace", seen.start_seconds - 1.0)
    assert len(renderer.plans) == 2
    assert renderer.plans[-1].layout is Layout.FIT


async def test_a_title_alone_needs_no_new_cut_and_nothing_is_refused(make_reviewed):
    app, seen = await make_reviewed()
    editing = app.review.editing

    named = await editing.edit_clip(
        ADA, seen.id, EditWish(title="An ace"), seen_version=seen.version
    )

    assert (named.title, named.status) == ("An ace", ClipStatus.IN_REVIEW)
    with pytest.raises(InvalidInput, match="Nothing would change"):
        await editing.edit_clip(ADA, seen.id, EditWish(), seen_version=named.version)


async def test_a_rerender_keeps_the_score(make_reviewed):
    analyst = FakeAnalyst()
    app, seen = await make_reviewed(analyst=analyst)

    await app.review.editing.rerender_clip(ADA, seen.id, seen_version=seen.version)
    await app.work.runner.work_once(Queue.WORK)

    clip = await get_clip(app)
    assert (clip.score, clip.start_seconds) == (seen.score, seen.start_seconds)
    assert len(analyst.materials) == 1


async def test_a_recut_takes_an_approval_and_its_publication_back(make_reviewed):
    app, seen = await make_reviewed()
    approved = await app.review.clips.approve(ADA, seen.id, seen_version=seen.version)

    sent = await app.review.editing.trim_clip(
        ADA, seen.id, seen_version=approved.version, end_by_seconds=-1.0
    )

    (publication,) = (await app.ports.stores.publications.list_publications(CREATOR)).items
    assert publication.status is PublicationStatus.CANCELLED
    assert (sent.status, sent.decided_by) == (ClipStatus.RENDERING, None)


@pytest.mark.parametrize(
    "act",
    [
        lambda app, c: app.review.editing.trim_clip(
            ADA, c.id, seen_version=c.version, end_by_seconds=1
        ),
        lambda app, c: app.review.editing.rerender_clip(ADA, c.id, seen_version=c.version),
        lambda app, c: app.review.editing.retitle_clip(ADA, c.id, "Late", seen_version=c.version),
    ],
    ids=["trim", "rerender", "retitle"],
)
async def test_what_is_out_is_not_made_anew(make_reviewed, act):
    app, seen = await make_reviewed()
    approved = await app.review.clips.approve(ADA, seen.id, seen_version=seen.version)
    await app.publishing.sweep.sweep_due()
    await app.work.runner.work_once(Queue.WORK)

    with pytest.raises(Conflict, match="on its way"):
        await act(app, approved)

    assert (await get_clip(app)) == approved


async def test_a_failed_clip_is_tried_again(make_reviewed):
    full = ExternalFailure("The disk is full: make room.", stage="render")
    app, failed = await make_reviewed(renderer=FakeRenderer(failures=[full]))
    assert failed.status is ClipStatus.FAILED

    await app.review.editing.retry_clip(ADA, failed.id)
    await app.work.runner.work_once(Queue.WORK)

    clip = await get_clip(app)
    assert (clip.status, clip.failed_reason) == (ClipStatus.IN_REVIEW, None)
    with pytest.raises(Conflict, match="could not be made"):
        await app.review.editing.retry_clip(ADA, clip.id)


async def test_a_new_title_leaves_video_and_decision_as_they_are(make_reviewed):
    renderer = FakeRenderer()
    app, seen = await make_reviewed(renderer=renderer)
    approved = await app.review.clips.approve(ADA, seen.id, seen_version=seen.version)

    retitled = await app.review.editing.retitle_clip(
        ADA, seen.id, "What a save", seen_version=approved.version
    )

    assert retitled == replace(
        approved,
        title="What a save",
        title_by="discord:1",
        version=approved.version + 1,
        updated_at=retitled.updated_at,
    )
    assert len(renderer.plans) == 1


async def test_a_title_that_somebody_wrote_outlives_a_trim(make_reviewed):
    app, seen = await make_reviewed()
    titled = await app.review.editing.retitle_clip(ADA, seen.id, "Mine", seen_version=seen.version)

    await app.review.editing.trim_clip(ADA, seen.id, seen_version=titled.version, end_by_seconds=2)
    await app.work.runner.work_once(Queue.WORK)

    clip = await get_clip(app)
    assert clip.title == "Mine"
    assert clip.score is not None


async def test_an_older_sight_changes_nothing(make_reviewed):
    app, seen = await make_reviewed()
    await app.review.clips.reject(ADA, seen.id, seen_version=seen.version)

    with pytest.raises(Conflict, match="already rejected by discord:1"):
        await app.review.editing.rerender_clip(ADA, seen.id, seen_version=seen.version)


async def test_who_comes_second_is_told_what_is_there_now(make_reviewed, monkeypatch):
    """Both read the same version; the first one's write wins."""
    app, seen = await make_reviewed()
    await app.review.clips.reject(ADA, seen.id, seen_version=seen.version)
    rejected = await get_clip(app)

    async def read_late(creator_id, clip_id):
        monkeypatch.undo()
        return seen

    monkeypatch.setattr(app.review.editing._clips, "get_clip", read_late)
    with pytest.raises(Conflict, match="already rejected") as raised:
        await app.review.editing.rerender_clip(ADA, seen.id, seen_version=seen.version)

    assert raised.value.current == rejected


async def test_who_may_not_decide_may_not_recut(make_reviewed):
    app, seen = await make_reviewed()
    viewer = make_actor(role=Role.VIEWER)
    stranger = make_actor(creator_id=CreatorId("eve"))

    with pytest.raises(Forbidden):
        await app.review.editing.trim_clip(
            viewer, seen.id, seen_version=seen.version, end_by_seconds=1
        )
    with pytest.raises(Forbidden):
        await app.review.editing.retry_clip(viewer, seen.id)
    with pytest.raises(NotFound):
        await app.review.editing.rerender_clip(stranger, seen.id, seen_version=seen.version)
    assert (await get_clip(app)) == seen


async def test_a_trim_that_makes_no_clip_is_refused(make_reviewed):
    app, seen = await make_reviewed()

    with pytest.raises(InvalidInput, match="a clip lasts 3 to 60 s"):
        await app.review.editing.trim_clip(
            ADA, seen.id, seen_version=seen.version, start_by_seconds=28.0
        )

    assert (await get_clip(app)) == seen
