"""Captions of any text, and files that have to be small, through the real renderer."""

from dataclasses import replace
from pathlib import Path

import pytest

from core.adapters.ffmpeg.probe import VideoProber
from core.adapters.ffmpeg.render import FfmpegRenderer
from core.domain.clips.captions import make_ass
from core.domain.clips.frame_plan import make_plan
from core.domain.videos.spoken_word import Word
from core.errors import InvalidInput


async def plan_for(video: Path, *, seconds: float = 1.0):
    facts = await VideoProber().probe(video)
    return make_plan(facts, start_seconds=0, end_seconds=seconds)


@pytest.mark.parametrize(
    "text",
    [
        "{\\b1}bold{\\b0}",
        "back\\slash \\N \\h",
        "two\nlines\r\nthree",
        "\U0001f600\U0001f525 emoji",
        "\u0645\u0631\u062d\u0628\u0627 \u05e9\u05dc\u05d5\u05dd",
        "w" * 500,
        "'; drop [v] , : % {",
        "\x00\x07\u202e\ud800",
    ],
)
async def test_no_text_breaks_a_render(supply, films, tmp_path, text):
    folder = tmp_path / "a b's:[1],2;"
    plan = replace(await plan_for(films / "plain.mp4"), width=360, height=640)
    words = (Word(text=text, start_seconds=0.1, end_seconds=0.9),)
    captioned = replace(plan, captions=make_ass(words, duration_seconds=1.0))

    rendered = await FfmpegRenderer(supply, captions=folder).render(
        films / "plain.mp4", captioned, tmp_path / "clip.mp4", on_progress=lambda _: None
    )

    assert rendered.duration_seconds == pytest.approx(1.0, abs=0.04)


@pytest.mark.parametrize(
    ("seconds", "bytes_max", "width"), [(1.0, 150_000, 720), (0.5, 375_000, 1080)]
)
async def test_a_cap_is_kept_and_used(supply, films, tmp_path, seconds, bytes_max, width):
    """The fresh noise of each frame would fill far more than either cap."""
    video = films / "noisy.mp4"
    plan = replace(await plan_for(video, seconds=seconds), bytes_max=bytes_max)

    rendered = await FfmpegRenderer(supply, captions=tmp_path).render(
        video, plan, tmp_path / "clip.mp4", on_progress=lambda _: None
    )

    assert 0.85 * bytes_max <= rendered.size_bytes <= bytes_max
    assert rendered.width == width


async def test_a_generous_cap_changes_nothing(supply, films, tmp_path):
    renderer = FfmpegRenderer(supply, captions=tmp_path)
    plan = replace(await plan_for(films / "plain.mp4"), width=360, height=640)
    free = await renderer.render(
        films / "plain.mp4", plan, tmp_path / "a.mp4", on_progress=lambda _: None
    )

    capped = await renderer.render(
        films / "plain.mp4",
        replace(plan, bytes_max=50_000_000),
        tmp_path / "b.mp4",
        on_progress=lambda _: None,
    )

    assert capped.size_bytes == pytest.approx(free.size_bytes, rel=0.01)


async def test_a_simple_picture_need_not_fill_its_cap(supply, films, tmp_path):
    plan = replace(await plan_for(films / "silence.mp4", seconds=0.5), bytes_max=200_000)

    rendered = await FfmpegRenderer(supply, captions=tmp_path).render(
        films / "silence.mp4", plan, tmp_path / "clip.mp4", on_progress=lambda _: None
    )

    assert rendered.size_bytes <= 200_000


async def test_light_that_cannot_be_mapped_is_refused_in_words(
    supply, films, tmp_path, monkeypatch
):
    async def list_missing(names):
        return tuple(names)

    monkeypatch.setattr(supply, "list_missing_filters", list_missing)

    with pytest.raises(InvalidInput, match="is HDR"):
        await FfmpegRenderer(supply, captions=tmp_path).render(
            films / "hdr.mp4",
            await plan_for(films / "hdr.mp4"),
            tmp_path / "clip.mp4",
            on_progress=lambda _: None,
        )
