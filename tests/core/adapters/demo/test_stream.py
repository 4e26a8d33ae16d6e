"""The whole video: made by the real ffmpeg, smaller than the demo's."""

import asyncio
import contextlib
import json
from pathlib import Path

import av
import pytest

from core.adapters.demo.stream import GeneratedStream
from core.errors import ExternalFailure
from core.ports.demo import DemoStream
from tests.drawn_story import find_story

pytestmark = pytest.mark.no_cover

_: type[DemoStream] = GeneratedStream


def _make_stream(**changes) -> GeneratedStream:
    imageio_ffmpeg = pytest.importorskip("imageio_ffmpeg")
    return GeneratedStream(**{"ffmpeg": imageio_ffmpeg.get_ffmpeg_exe(), **changes})


def _names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.ffmpeg
def test_the_whole_story_at_two_frames_a_second_has_picture_and_sound(tmp_path_factory):
    folder = find_story(tmp_path_factory)

    with av.open(str(folder / "demo.mp4")) as container:
        video, audio = container.streams.video[0], container.streams.audio[0]
        assert (video.codec_context.name, video.width, video.height) == ("h264", 1280, 720)
        assert video.pix_fmt == "yuv420p"
        assert audio.codec_context.name == "aac"
        assert (container.duration or 0) / 1_000_000 == pytest.approx(360, abs=0.6)
    shares = json.loads((folder / "shares.json").read_text())
    assert shares == sorted(shares)
    assert (shares[0], shares[-1]) == (0.0, 1.0)
    assert json.loads((folder / "names.json").read_text()) == ["demo.mp4"]


@pytest.mark.ffmpeg
async def test_two_runs_write_the_same_bytes(tmp_path):
    for name in ("one.mp4", "two.mp4"):
        stream = _make_stream(duration_seconds=3.0)
        await stream.make_video(tmp_path / name, on_progress=lambda _: None)

    assert (tmp_path / "one.mp4").read_bytes() == (tmp_path / "two.mp4").read_bytes()


@pytest.mark.ffmpeg
async def test_a_cancelled_video_leaves_no_file_and_no_process(tmp_path):
    task = asyncio.ensure_future(
        _make_stream(frames_per_second=30).make_video(
            tmp_path / "demo.mp4", on_progress=lambda _: None
        )
    )
    async with asyncio.timeout(30):
        while not _names(tmp_path):  # noqa: ASYNC110 - another process writes it
            await asyncio.sleep(0.05)

    task.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await task

    assert task.cancelled()
    assert _names(tmp_path) == []


async def test_a_missing_ffmpeg_leaves_nothing(tmp_path):
    stream = GeneratedStream(ffmpeg="/nowhere/ffmpeg", duration_seconds=1.0)

    with pytest.raises(ExternalFailure, match="TRUSS_FFMPEG"):
        await stream.make_video(tmp_path / "demo.mp4", on_progress=lambda _: None)

    assert _names(tmp_path) == []


async def test_a_folder_that_is_not_there_is_explained(tmp_path):
    stream = GeneratedStream(ffmpeg="ffmpeg", duration_seconds=1.0)

    with pytest.raises(ExternalFailure, match="TRUSS_HOME"):
        await stream.make_video(tmp_path / "none" / "demo.mp4", on_progress=lambda _: None)


def test_it_tells_its_story():
    stream = GeneratedStream(ffmpeg="ffmpeg")

    assert "NEON DRIFT" in stream.title
    assert stream.duration_seconds == 360
    assert len(stream.highlights) == 4
    assert len(stream.make_chat()) > 500
