"""Grafts: real clips of four seconds, of which a mend draws some frames anew."""

from dataclasses import replace

import av
import numpy as np
import pytest

from core.adapters.ffmpeg.grafting import is_alike
from core.adapters.ffmpeg.probe import VideoProber
from core.adapters.ffmpeg.render import FfmpegRenderer
from core.domain.clips.captions import make_ass
from core.domain.clips.frame_plan import make_plan
from core.domain.videos.spoken_word import Word
from core.ports.clips import RenderedBefore
from tests.core.adapters.conftest import run_tool

SECONDS = 4.0


def write(*texts):
    words = [
        Word(text=text, start_seconds=0.3 + 1.3 * n, end_seconds=0.8 + 1.3 * n)
        for n, text in enumerate(texts)
    ]
    return make_ass(words, duration_seconds=SECONDS)


def read_frames(clip):
    with av.open(str(clip)) as container:
        return [frame.to_ndarray(format="gray") for frame in container.decode(video=0)]


def read_sound(clip):
    with av.open(str(clip)) as container:
        return np.concatenate([f.to_ndarray() for f in container.decode(audio=0)], axis=1)


class Studio:
    """A renderer, a source, and the first clip that was made of it."""

    def __init__(self, renderer, source, folder):
        self.renderer, self.source, self.folder = renderer, source, folder
        self.plan = None
        self.before = None

    async def open(self):
        facts = await VideoProber().probe(self.source)
        plan = make_plan(facts, start_seconds=0.5, end_seconds=0.5 + SECONDS, is_levelled=True)
        self.plan = replace(plan, width=180, height=320, captions=write("we", "beat", "cassidy"))
        made = await self.render(self.plan, "first.mp4")
        plan = replace(self.plan, gain_db=made.gain_db)
        self.before = RenderedBefore(
            plan=plan, look=made.look, loudness_lufs=made.loudness_lufs, file=self.first
        )
        return made

    @property
    def first(self):
        return self.folder / "first.mp4"

    async def render(self, plan, name, *, before=None):
        return await self.renderer.render(
            self.source, plan, self.folder / name, on_progress=lambda _: None, before=before
        )


@pytest.fixture(scope="module")
def source(tmp_path_factory):
    out = tmp_path_factory.mktemp("grafting") / "source.mp4"
    run_tool(
        *("-f", "lavfi", "-i", "testsrc2=size=320x180:rate=25:duration=6"),
        *("-f", "lavfi", "-i", "sine=f=300:r=48000:d=6", "-c:v", "libx264", "-preset", "ultrafast"),
        *("-c:a", "aac", out),
    )
    return out


@pytest.fixture
async def studio(supply, source, tmp_path):
    studio = Studio(
        FfmpegRenderer(supply, captions=tmp_path / "captions"), source, tmp_path / "out"
    )
    await studio.open()
    return studio


async def test_a_mended_word_draws_its_own_frames_and_copies_all_others(studio):
    """Groups have 60 frames: the last word is in the second one, whose 40 are drawn."""
    mended = replace(studio.plan, captions=write("we", "beat", "Kassadin"))

    made = await studio.render(mended, "mended.mp4", before=studio.before)
    whole = await studio.render(mended, "whole.mp4", before=replace(studio.before, file=None))

    assert made.drawn_seconds == pytest.approx(1.6)
    assert whole.drawn_seconds is None
    first, new, full = (
        read_frames(studio.folder / f"{name}.mp4") for name in ("first", "mended", "whole")
    )
    assert len(new) == len(first) == 100
    assert all(np.array_equal(a, b) for a, b in zip(first[:60], new[:60], strict=True))
    assert not np.array_equal(first[80], new[80])
    # The very picture of a whole render, but for what the encoder loses.
    assert max(np.abs(a.astype(int) - b).mean() for a, b in zip(new, full, strict=True)) < 1.5
    assert np.array_equal(read_sound(studio.first), read_sound(studio.folder / "mended.mp4"))
    assert [entry.name for entry in studio.folder.iterdir() if "drawn" in entry.name] == []


async def test_a_bleep_makes_the_sound_anew_and_no_picture(studio):
    muted = replace(studio.plan, muted=((1.0, 1.5),))

    made = await studio.render(muted, "muted.mp4", before=studio.before)

    sound = read_sound(studio.folder / "muted.mp4")
    assert made.drawn_seconds == 0
    assert np.abs(sound[:, 52_000:68_000]).max() < 0.01
    assert np.abs(sound[:, 80_000:90_000]).max() > 0.05
    frames = zip(read_frames(studio.first), read_frames(studio.folder / "muted.mp4"), strict=True)
    assert all(np.array_equal(a, b) for a, b in frames)


@pytest.mark.parametrize("content", [b"", b"not a video"])
async def test_a_clip_whose_file_cannot_be_read_is_drawn_whole(studio, content):
    broken = studio.folder / "broken.mp4"
    broken.write_bytes(content)
    mended = replace(studio.plan, captions=write("we", "beat", "Kassadin"))

    made = await studio.render(mended, "mended.mp4", before=replace(studio.before, file=broken))

    assert made.drawn_seconds is None
    assert len(read_frames(studio.folder / "mended.mp4")) == 100


async def test_another_frame_is_nothing_to_graft_on(studio):
    other = replace(studio.plan, duration_seconds=3.0)

    assert not is_alike(studio.plan, other)
    assert is_alike(studio.plan, replace(studio.plan, captions="", has_bleeps=True))


async def test_sound_that_was_chosen_in_another_way_is_not_taken_over(studio, supply):
    """Whoever has tracks mixed from now on cuts again to hear them."""
    mixing = FfmpegRenderer(supply, captions=studio.folder / "captions", is_mixed=True)
    studio.renderer = mixing

    made = await studio.render(studio.plan, "mixed.mp4", before=studio.before)
    again = await studio.render(
        studio.plan, "again.mp4", before=replace(studio.before, look=made.look)
    )

    assert (made.drawn_seconds, made.look.is_mixed) == (None, True)
    assert again.drawn_seconds == 0
