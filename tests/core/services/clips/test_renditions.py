from dataclasses import replace

import pytest

from core.domain.clips.edit_plan import EditPlan, Layout
from core.domain.videos.asset import VideoFacts
from core.domain.work.platform import BYTES_MAX, Platform, choose_object_key
from core.errors import ExternalFailure, NotFound
from core.services.clips.renditions import Renditions
from tests.builders import make_clip
from tests.fakes.media import FakeProber, FakeRenderer
from tests.fakes.storage import FakeStorage

CAP = BYTES_MAX[Platform.DISCORD]
UPRIGHT = VideoFacts(
    duration_seconds=45.0, width=1080, height=1920, frame_rate=30.0, has_audio=True
)
LARGE = make_clip(object_key="creators/ada/clips/1/clip.mp4", size_bytes=CAP + 1)
KEY = choose_object_key(Platform.DISCORD, "creators/ada/clips/1/clip.mp4", CAP + 1)


@pytest.fixture
async def storage(tmp_path):
    storage = FakeStorage(tmp_path)
    source = tmp_path / "in"
    source.write_bytes(b"a film")
    await storage.put_file("creators/ada/clips/1/clip.mp4", source)
    return storage


def _make(storage, tmp_path, renderer):
    prober = FakeProber(default=UPRIGHT)
    return Renditions(storage=storage, prober=prober, renderer=renderer, scratch=tmp_path / "s")


async def test_a_missing_rendition_is_made_whole_and_once(storage, tmp_path):
    renderer = FakeRenderer()
    renditions = _make(storage, tmp_path, renderer)

    await renditions.ensure(LARGE, Platform.DISCORD)
    await renditions.ensure(LARGE, Platform.DISCORD)

    (plan,) = renderer.plans
    assert (plan.bytes_max, plan.duration_seconds, plan.is_levelled) == (CAP, 45.0, False)
    async with storage.open_file(KEY) as small:
        assert small.stat().st_size > 0
    assert list((tmp_path / "s").iterdir()) == []


@pytest.mark.parametrize(
    ("clip", "platform"),
    [
        (LARGE, Platform.YOUTUBE),  # takes any clip of ours
        (make_clip(object_key="x.mp4", size_bytes=CAP), Platform.DISCORD),  # fits
        (make_clip(size_bytes=CAP + 1), Platform.DISCORD),  # has no video
    ],
)
async def test_what_fits_is_left_as_it_is(storage, tmp_path, clip, platform):
    renderer = FakeRenderer()

    await _make(storage, tmp_path, renderer).ensure(clip, platform)

    assert renderer.plans == []


async def test_a_render_that_fails_leaves_nothing(storage, tmp_path):
    renderer = FakeRenderer(failures=[ExternalFailure("The disk is full.", stage="render")])

    with pytest.raises(ExternalFailure):
        await _make(storage, tmp_path, renderer).ensure(LARGE, Platform.DISCORD)

    with pytest.raises(NotFound):
        async with storage.open_file(KEY):
            pass


async def test_a_rendition_made_with_its_cut_is_the_same_plan_with_a_cap(storage, tmp_path):
    renderer = FakeRenderer()
    renditions = _make(storage, tmp_path, renderer)
    plan = EditPlan(
        start_seconds=103.0,
        duration_seconds=30.0,
        layout=Layout.CENTRE,
        frame_rate=30.0,
        has_audio=True,
        source_width=1280,
        source_height=720,
    )

    await renditions.make(
        LARGE.object_key, tmp_path / "source", plan, folder=tmp_path, bytes_max=CAP
    )

    assert renderer.plans == [replace(plan, bytes_max=CAP, is_known_large=True)]
    async with storage.open_file(KEY) as small:
        assert small.stat().st_size > 0
