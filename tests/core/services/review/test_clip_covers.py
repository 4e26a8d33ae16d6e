from dataclasses import replace

import pytest

from core.domain.clips.clip import ClipStatus
from core.domain.people.actor import Role
from core.errors import Conflict, Forbidden, InvalidInput, NotFound
from tests.builders import CREATOR, make_actor, make_clip
from tests.fakes.app import make_app

ADA = make_actor()


@pytest.fixture
async def made(tmp_path):
    app = make_app(tmp_path)
    clip = make_clip(
        status=ClipStatus.APPROVED,
        object_key="made/clip.mp4",
        thumbnail_key="made/thumbnail.jpg",
        duration_seconds=30.0,
    )
    await app.ports.stores.clips.add_clip(clip)
    source = tmp_path / "clip.mp4"
    source.write_bytes(b"a video")
    for key in ("made/clip.mp4", "made/thumbnail.jpg"):
        await app.ports.storage.put_file(key, source)
    return app, clip


async def has(app, key):
    try:
        async with app.ports.storage.open_file(key):
            return True
    except NotFound:
        return False


async def test_the_chosen_frame_is_the_cover_and_the_decision_stays(made):
    app, clip = made

    saved = await app.review.covers.choose_cover(ADA, clip.id, 12.5, seen_version=clip.version)

    assert (saved.status, saved.cover_seconds) == (ClipStatus.APPROVED, clip.start_seconds + 12.5)
    assert saved.thumbnail_key != clip.thumbnail_key
    assert await has(app, saved.thumbnail_key)
    assert not await has(app, clip.thumbnail_key)


@pytest.mark.parametrize("at", [-0.1, 30.1, float("nan"), float("inf")])
async def test_a_moment_outside_of_the_clip_is_refused(made, at):
    app, clip = made

    with pytest.raises(InvalidInput, match="0 to 30 s"):
        await app.review.covers.choose_cover(ADA, clip.id, at, seen_version=clip.version)


async def test_only_whoever_may_decide_chooses_and_only_of_what_they_saw(made):
    app, clip = made
    covers = app.review.covers

    viewer = make_actor(role=Role.VIEWER)
    with pytest.raises(Forbidden):
        await covers.choose_cover(viewer, clip.id, 1.0, seen_version=clip.version)
    with pytest.raises(Conflict, match=r"approved|changed"):
        await covers.choose_cover(ADA, clip.id, 1.0, seen_version=clip.version + 1)


async def test_a_clip_without_a_video_has_no_frames(made):
    app, clip = made
    failed = await app.ports.stores.clips.save_clip(
        replace(clip, status=ClipStatus.FAILED, object_key=None)
    )

    with pytest.raises(Conflict, match="no video yet"):
        await app.review.covers.choose_cover(ADA, clip.id, 1.0, seen_version=failed.version)
    assert (await app.ports.stores.clips.get_clip(CREATOR, clip.id)).cover_seconds is None
