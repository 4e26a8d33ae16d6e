import asyncio
import hashlib
from dataclasses import replace
from pathlib import Path

import av
import numpy as np
import pytest

from core.adapters.ffmpeg.command import render_arguments
from core.adapters.ffmpeg.part_file import PartFile
from core.adapters.ffmpeg.probe import VideoProber
from core.adapters.ffmpeg.process import run_ffmpeg
from core.adapters.ffmpeg.render import FfmpegRenderer, describe_sound
from core.adapters.ffmpeg.sound_look import look_at_sound
from core.domain.clips.captions import make_ass
from core.domain.clips.edit_plan import EditPlan, Layout
from core.domain.clips.frame_plan import FramePlan, LayoutChoice, make_plan
from core.domain.clips.made.source_look import SoundTaken, SourceLook
from core.domain.clips.words.caption_look import read_look
from core.domain.videos.spoken_word import Word
from core.errors import ExternalFailure, InvalidInput
from core.ports.clips import Renderer

# The same shape as a clip's, at a ninth of the pixels: most tests are not about the size.
SMALL = (360, 640)
_: type[Renderer] = FfmpegRenderer


async def plan_for(supply, video, *, start=1.0, end=2.0, layout=None) -> EditPlan:
    facts = await VideoProber().probe(video)
    framing = FramePlan(choice=LayoutChoice(layout=layout, reason="")) if layout else None
    plan = make_plan(facts, start_seconds=start, end_seconds=end, is_levelled=True, framing=framing)
    return replace(plan, width=SMALL[0], height=SMALL[1])


def make_renderer(supply) -> FfmpegRenderer:
    """A renderer for plans without captions: the folder for those is never made."""
    return FfmpegRenderer(supply, captions=Path("no-captions"))


async def render(supply, video, out, **window):
    plan = await plan_for(supply, video, **window)
    rendered = await make_renderer(supply).render(video, plan, out, on_progress=lambda _: None)
    return plan, rendered


def list_names(folder: Path) -> list[str]:
    return sorted(entry.name for entry in folder.iterdir())


def read_frame(video: Path, index: int = 0):
    """Return one frame of a clip as grey values, 640 rows of 360."""
    with av.open(str(video)) as container:
        for number, frame in enumerate(container.decode(video=0)):
            if number == index:
                return frame.to_ndarray(format="gray")
    raise AssertionError("there are not so many frames")


def count_frames(video: Path) -> int:
    with av.open(str(video)) as container:
        return sum(1 for _ in container.decode(video=0))


INPUTS = [
    ("plain.mp4", Layout.CENTRE),
    ("plain.mp4", Layout.FIT),
    ("no_sound.mp4", Layout.CENTRE),
    ("odd.mkv", Layout.CENTRE),
    ("odd.mkv", Layout.FIT),
    ("rotated.mp4", Layout.CENTRE),
    ("rotated.mp4", Layout.FIT),
    ("uneven.mkv", Layout.CENTRE),
    ("four_three.mp4", Layout.FIT),
    ("upright.mp4", Layout.CENTRE),
    ("upright.mp4", Layout.FIT),
    ("wide.mp4", None),
    ("ten_bit.mp4", Layout.CENTRE),
    ("ten_bit.mp4", Layout.FIT),
    ("full_range.mp4", Layout.CENTRE),
    ("full_range.mp4", Layout.FIT),
    ("anamorphic.mp4", Layout.FIT),
    ("late_sound.mkv", Layout.CENTRE),
    ("stream.ts", Layout.CENTRE),
    ("recording.flv", Layout.CENTRE),
    ("old.avi", Layout.CENTRE),
    ("silence.mp4", Layout.CENTRE),
    ("interlaced.mp4", Layout.CENTRE),
    ("hdr.mp4", Layout.CENTRE),
    ("hlg.mp4", Layout.FIT),
]


@pytest.mark.parametrize(("name", "layout"), INPUTS)
async def test_whatever_people_have_becomes_the_same_kind_of_clip(
    supply, films, tmp_path, name, layout
):
    """The render verifies its own form; here the frames are counted too."""
    plan, rendered = await render(supply, films / name, tmp_path / "clip.mp4", layout=layout)

    assert (rendered.width, rendered.height) == SMALL
    assert rendered.duration_seconds == pytest.approx(1.0, abs=1 / plan.frame_rate + 0.001)
    frames = await asyncio.to_thread(count_frames, tmp_path / "clip.mp4")
    assert frames == round(plan.duration_seconds * plan.frame_rate)
    assert list_names(tmp_path) == ["clip.mp4"]


@pytest.mark.parametrize("layout", list(Layout))
async def test_a_clip_is_upright_full_hd(supply, films, tmp_path, layout):
    plan = make_plan(
        await VideoProber().probe(films / "plain.mp4"),
        start_seconds=3.0,
        end_seconds=3.5,
        is_levelled=True,
        framing=FramePlan(choice=LayoutChoice(layout=layout, reason="")),
    )

    rendered = await make_renderer(supply).render(
        films / "plain.mp4", plan, tmp_path / "clip.mp4", on_progress=lambda _: None
    )

    assert (rendered.width, rendered.height) == (1080, 1920)
    frame = await asyncio.to_thread(read_frame, tmp_path / "clip.mp4")
    assert frame.shape == (1920, 1080)


async def test_a_faster_source_comes_out_at_sixty(supply, films, tmp_path):
    plan, _ = await render(supply, films / "fast.mp4", tmp_path / "clip.mp4")

    assert plan.frame_rate == 60.0
    assert await asyncio.to_thread(count_frames, tmp_path / "clip.mp4") == 60


async def test_the_clip_is_as_loud_as_planned(supply, films, tmp_path):
    out = tmp_path / "clip.mp4"
    await render(supply, films / "plain.mp4", out, start=1.0, end=5.0)

    heard = await asyncio.to_thread(look_at_sound, out, start_seconds=0, duration_seconds=4)

    assert heard is not None
    assert heard.lufs == pytest.approx(-14.0, abs=0.3)


async def test_a_clip_of_claps_is_as_loud_as_planned(supply, films, tmp_path):
    """A plain gain would fall short: the limiter eats the claps."""
    out = tmp_path / "clip.mp4"
    await render(supply, films / "claps.mp4", out, start=0.0, end=8.0)

    heard = await asyncio.to_thread(look_at_sound, out, start_seconds=0, duration_seconds=8)

    assert heard is not None
    assert heard.lufs == pytest.approx(-14.0, abs=0.5)


async def test_a_window_at_the_very_end_is_whole(supply, films, tmp_path):
    _, rendered = await render(supply, films / "uneven.mkv", tmp_path / "a.mp4", start=4.5, end=9)

    assert rendered.duration_seconds == pytest.approx(1.5, abs=0.15)


async def test_a_broken_tail_is_cut_up_to_where_it_breaks(supply, films, tmp_path):
    video = films / "broken_tail.mp4"
    facts = await VideoProber().probe(video)
    last = facts.duration_seconds

    _, rendered = await render(supply, video, tmp_path / "a.mp4", start=last - 1, end=last + 9)

    assert rendered.duration_seconds == pytest.approx(1.0, abs=0.07)


async def test_the_same_input_gives_the_same_bytes(supply, films, tmp_path):
    for name in ("a.mp4", "b.mp4"):
        await render(supply, films / "plain.mp4", tmp_path / name)

    digests = {
        hashlib.sha256(content).hexdigest()
        for content in await asyncio.gather(
            *(asyncio.to_thread((tmp_path / name).read_bytes) for name in ("a.mp4", "b.mp4"))
        )
    }

    assert len(digests) == 1


async def test_the_whole_picture_lies_on_a_blurred_one(supply, films, tmp_path):
    """A wide test pattern: sharp edges in the middle third, none in the fill above it."""
    await render(supply, films / "wide.mp4", tmp_path / "clip.mp4")

    grey = (await asyncio.to_thread(read_frame, tmp_path / "clip.mp4")).astype(float)

    edges = abs(grey[:, 1:] - grey[:, :-1])
    assert edges[:200].max() < 24
    assert edges[260:380].max() > 40


async def test_progress_only_grows_and_ends_at_one(supply, films, tmp_path):
    told: list[float] = []
    plan = await plan_for(supply, films / "plain.mp4", start=0, end=5)

    await make_renderer(supply).render(
        films / "plain.mp4", plan, tmp_path / "clip.mp4", on_progress=told.append
    )

    assert told == sorted(told)
    assert told[-1] == 1.0
    assert all(0 <= share <= 1 for share in told)


async def test_a_cancelled_render_leaves_nothing(supply, films, tmp_path):
    plan = await plan_for(supply, films / "plain.mp4", start=0, end=6)
    started = asyncio.Event()
    task = asyncio.ensure_future(
        make_renderer(supply).render(
            films / "plain.mp4", plan, tmp_path / "clip.mp4", on_progress=lambda _: started.set()
        )
    )
    await started.wait()

    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task

    assert list_names(tmp_path) == []


async def test_what_a_killed_run_left_is_cleared_away(supply, films, tmp_path):
    (tmp_path / ".clip.mp4.part.mp4").write_bytes(b"half")

    await render(supply, films / "plain.mp4", tmp_path / "clip.mp4")

    assert list_names(tmp_path) == ["clip.mp4"]


async def test_a_failed_render_leaves_nothing_and_keeps_the_older_clip(supply, films, tmp_path):
    (tmp_path / "clip.mp4").write_bytes(b"older")
    plan = await plan_for(supply, films / "plain.mp4")

    with pytest.raises(ExternalFailure):
        await make_renderer(supply).render(
            films / "text.mp4", plan, tmp_path / "clip.mp4", on_progress=lambda _: None
        )

    assert list_names(tmp_path) == ["clip.mp4"]
    assert (tmp_path / "clip.mp4").read_bytes() == b"older"


async def test_a_progress_bar_that_fails_ends_the_render(supply, films, tmp_path):
    plan = await plan_for(supply, films / "plain.mp4", start=0, end=6)

    def fail(share):
        raise ConnectionError("nobody listens")

    with pytest.raises(ConnectionError):
        await make_renderer(supply).render(
            films / "plain.mp4", plan, tmp_path / "clip.mp4", on_progress=fail
        )

    assert list_names(tmp_path) == []


async def test_a_full_disk_is_named_and_leaves_nothing(supply, films, tmp_path, monkeypatch):
    """/dev/full takes the place of the file: every write to it says that the disk is full."""
    if not await asyncio.to_thread(Path("/dev/full").exists):
        pytest.skip("there is no /dev/full here")
    plan = await plan_for(supply, films / "plain.mp4")

    def lead_to_full(out):
        part = out.with_name(".part.mp4")
        part.symlink_to("/dev/full")
        return PartFile(path=part, out=out, descriptor=None)

    monkeypatch.setattr("core.adapters.ffmpeg.render.open_part", lead_to_full)

    with pytest.raises(ExternalFailure, match="The disk is full"):
        await make_renderer(supply).render(
            films / "plain.mp4", plan, tmp_path / "clip.mp4", on_progress=lambda _: None
        )

    assert list_names(tmp_path) == []


@pytest.mark.parametrize(
    "name", ["plain.mp4", "stream.ts", "often.ts", "whole.mkv", "recording.flv"]
)
async def test_the_start_is_frame_exact(supply, films, tmp_path, name):
    """A clip that starts at frame 15 shows next what the whole film shows 16 frames in.

    The transport streams matter: ffmpeg alone would begin behind their next keyframe. The second
    frame is compared, for where picture and sound do not begin together the very first one may
    have begun before the window.
    """
    await render(supply, films / name, tmp_path / "whole.mp4", start=0, end=1)
    await render(supply, films / name, tmp_path / "late.mp4", start=0.5, end=0.7)

    whole, beside, late = [
        (await asyncio.to_thread(read_frame, tmp_path / clip, index)).astype(int)
        for clip, index in (("whole.mp4", 16), ("whole.mp4", 17), ("late.mp4", 1))
    ]

    difference = abs(whole - late).mean()
    assert difference < 2
    assert difference < abs(beside - late).mean()


@pytest.mark.parametrize("at_seconds", [0.5, 99.0, -3.0])
async def test_a_thumbnail_is_a_jpeg_even_behind_the_end(supply, films, tmp_path, at_seconds):
    out = tmp_path / "thumbnail.jpg"

    await make_renderer(supply).make_thumbnail(films / "plain.mp4", out, at_seconds=at_seconds)

    assert out.read_bytes()[:3] == b"\xff\xd8\xff"
    assert list_names(tmp_path) == ["thumbnail.jpg"]


async def test_no_picture_gives_no_thumbnail(supply, films, tmp_path):
    with pytest.raises(ExternalFailure) as caught:
        await make_renderer(supply).make_thumbnail(
            films / "sound_only.m4a", tmp_path / "thumbnail.jpg", at_seconds=0
        )

    assert caught.value.stage == "thumbnail"
    assert list_names(tmp_path) == []


@pytest.mark.parametrize("name", ["playlist.mp4", "script.mp4", "picture.png", "text.mp4"])
async def test_ffmpeg_itself_follows_no_playlist(supply, films, tmp_path, name):
    """The probe refuses these before; this is the second lock on the same door."""
    plan = await plan_for(supply, films / "plain.mp4")

    with pytest.raises(ExternalFailure):
        await run_ffmpeg(
            await supply.find_executable(),
            render_arguments(
                plan,
                films / name,
                tmp_path / "clip.mp4",
                look=SourceLook(start_seconds=plan.start_seconds),
            ),
            stage="render",
            time_limit_seconds=20,
        )

    assert list_names(tmp_path) == []


async def test_a_picture_beyond_8k_is_not_decoded(supply, films, tmp_path, monkeypatch):
    monkeypatch.setattr("core.adapters.ffmpeg.command.PIXELS_MAX", 1000)
    plan = await plan_for(supply, films / "plain.mp4")

    with pytest.raises(ExternalFailure):
        await make_renderer(supply).render(
            films / "plain.mp4", plan, tmp_path / "clip.mp4", on_progress=lambda _: None
        )

    assert list_names(tmp_path) == []


async def test_a_source_that_disappears_is_told(supply, films, tmp_path):
    plan = make_plan(
        await VideoProber().probe(films / "no_sound.mp4"),
        start_seconds=0,
        end_seconds=1,
    )

    with pytest.raises(ExternalFailure, match="can no longer be read"):
        await make_renderer(supply).render(
            tmp_path / "gone.mp4", plan, tmp_path / "clip.mp4", on_progress=lambda _: None
        )


async def test_a_window_behind_the_end_is_refused_before_anything_runs(supply, films):
    with pytest.raises(InvalidInput, match="lies within"):
        await plan_for(supply, films / "plain.mp4", start=50, end=60)


@pytest.mark.parametrize(
    ("taken", "words"),
    [
        (SoundTaken(), ""),
        (SoundTaken(track=1, is_second_choice=True), "track 2 is heard"),
        (SoundTaken(only_side=0), "Only the left side has sound"),
    ],
)
def test_an_unusual_sound_is_told_in_words(taken, words):
    assert words in describe_sound(taken)
    assert bool(words) is bool(describe_sound(taken))


def measure_tone(video: Path, start: float, end: float) -> float:
    """Return which share of a stretch's sound lies within 50 Hz of a bleep's tone."""
    with av.open(str(video)) as container:
        rate = container.streams.audio[0].rate
        frames = [frame.to_ndarray() for frame in container.decode(audio=0)]
    wave = np.concatenate(frames, axis=1)[0][int(start * rate) : int(end * rate)]
    power = np.abs(np.fft.rfft(wave * np.hanning(len(wave)))) ** 2
    hertz = np.fft.rfftfreq(len(wave), 1 / rate)
    return float(power[np.abs(hertz - 1000) < 50].sum() / max(power.sum(), 1e-12))


async def test_a_bleep_is_heard_where_the_word_was_and_nowhere_else(supply, films, tmp_path):
    plan = await plan_for(supply, films / "plain.mp4")
    plan = replace(plan, muted=((0.3, 0.6),), has_bleeps=True)
    out = tmp_path / "clip.mp4"

    await make_renderer(supply).render(films / "plain.mp4", plan, out, on_progress=lambda _: None)

    assert measure_tone(out, 0.36, 0.56) > 0.9
    assert measure_tone(out, 0.68, 0.95) < 0.1


async def test_a_look_is_painted_as_a_small_picture(supply, tmp_path):
    words = [Word(text="look", start_seconds=0.0, end_seconds=1.0)]
    document = make_ass(words, duration_seconds=1.0, look=read_look("#ff0000 large"))
    renderer = FfmpegRenderer(supply, captions=tmp_path / "captions")
    out = tmp_path / "look.jpg"

    await renderer.paint_captions(document, out, at_seconds=0.5)

    with av.open(str(out)) as container:
        frame = next(container.decode(video=0)).to_ndarray(format="rgb24").astype(int)
    red = (frame[..., 0] > 180) & (frame[..., 1] < 90) & (frame[..., 2] < 90)
    assert frame.shape[:2] == (720, 405)
    assert red.sum() > 300
    with pytest.raises(ExternalFailure):
        await renderer.paint_captions("", out, at_seconds=0.5)
