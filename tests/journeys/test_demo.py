"""`trussbot demo`, whole: the generated stream in few pictures, real ffmpeg, real table."""

import asyncio
import contextlib
import io
import os
import re
import signal
from fractions import Fraction
from functools import partial

import aiohttp
import av
import pytest

from bot.commands import demo
from bot.commands.demo import run_demo
from config.settings import load_settings
from core.adapters.video_files.containers import list_boxes
from tests.drawn_story import DrawnStream, find_story
from tests.fakes.demo import FakeDemoStream
from tests.fakes.media import FakeAnalyst, FakeProber, FakeRenderer, FakeSignalReader
from tests.fakes.ports import with_ports
from tests.fakes.vision import FakeFacecamFinder, FakeSubjectTracker
from tests.made_once import make_once

pytestmark = pytest.mark.ffmpeg
FRAME_RATE = 10


@pytest.fixture(scope="module")
def home(tmp_path_factory, quick_ffmpeg):
    """The home of a demo that was played to its end."""
    film = find_story(tmp_path_factory) / "demo.mp4"
    return make_once(tmp_path_factory, "demo", partial(_play_demo, film, quick_ffmpeg))


def _play_demo(film, ffmpeg, home):
    """Write what `trussbot demo --once` prints beside what it makes."""
    # Clips of 10 s in place of 15: drawing them takes most of the time.
    settings = load_settings(home=home, ffmpeg=ffmpeg, spike={"lead_seconds": 8.5})
    text, stream = io.StringIO(), DrawnStream(film, frames_per_second=FRAME_RATE)
    with contextlib.redirect_stdout(text):
        status = asyncio.run(run_demo(settings, once=True, adapt=with_ports(demo=stream)))
    assert status == 0
    (home / "printed.txt").write_text(text.getvalue())


@pytest.fixture
def output(home):
    return (home / "printed.txt").read_text()


def test_the_demo_ends_with_at_least_three_clips(output):
    count = re.search(r"(\d+) clips", output)

    assert count is not None
    assert int(count[1]) >= 3


def test_every_clip_is_what_every_platform_takes(output, home):
    clips = sorted((home / "demo" / "objects").rglob("clips/*/*/clip.mp4"))

    assert len(clips) >= 3
    for clip in clips:
        boxes = list_boxes(clip)
        assert boxes.index("moov") < boxes.index("mdat")
        with av.open(clip) as container:
            picture, sound = container.streams.video[0], container.streams.audio[0]
            assert (picture.width, picture.height, picture.pix_fmt) == (1080, 1920, "yuv420p")
            assert (picture.codec_context.name, sound.codec_context.name) == ("h264", "aac")
            assert picture.average_rate >= Fraction(FRAME_RATE)


async def test_the_page_shows_the_clips_and_a_signal_ends_it(tmp_path, capsys):
    """Ctrl+C on the page is the usual end of the demo, and no failure."""
    settings = load_settings(home=tmp_path, web_port=0)
    running = asyncio.ensure_future(run_demo(settings, once=False, adapt=_fakes()))

    page = await _read_page(capsys, running)
    os.kill(os.getpid(), signal.SIGTERM)

    assert await asyncio.wait_for(running, 30) == 0
    assert page.count('data-video="/media/clips/') >= 3
    assert "Approve" in page


def _fakes():
    return with_ports(
        demo=FakeDemoStream(),
        prober=FakeProber(),
        signals=FakeSignalReader(),
        renderer=FakeRenderer(),
        analyst=FakeAnalyst(),
        facecams=FakeFacecamFinder(),
        tracker=FakeSubjectTracker(),
    )


async def test_a_public_demo_begins_anew_at_night(tmp_path, capsys, monkeypatch):
    """What visitors decided is gone, and the page is the same one at the same address."""
    nights = [3.0, 1000.0]
    monkeypatch.setattr(demo, "seconds_until_night", lambda _now: nights.pop(0))
    settings = load_settings(home=tmp_path, web_port=0, demo_public=True)
    running = asyncio.ensure_future(run_demo(settings, once=False, adapt=_fakes()))

    first = await _read_page(capsys, running)
    found = re.search(r'action="(/clips/\w+)/approve"', first)
    assert found
    for _ in range(300):
        if not nights:
            break
        await asyncio.sleep(0.1)
    second = await _read_page(capsys, running)
    os.kill(os.getpid(), signal.SIGTERM)

    assert await asyncio.wait_for(running, 30) == 0
    assert found[0] in second


async def _read_page(capsys: pytest.CaptureFixture[str], running: asyncio.Task[int]) -> str:
    printed = ""
    for _ in range(300):
        printed += capsys.readouterr().out
        if found := re.search(r"http://\S+", printed):
            async with aiohttp.ClientSession() as client, client.get(found[0]) as answer:
                return await answer.text()
        await asyncio.sleep(0.1)
        assert not running.done()
    raise AssertionError(printed)
