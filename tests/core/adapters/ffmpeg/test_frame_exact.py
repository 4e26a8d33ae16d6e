"""The seek loses and invents no frame: filters over the whole film give the same frames."""

import subprocess
from dataclasses import replace

import pytest

from core.adapters.ffmpeg.command import render_arguments
from core.adapters.ffmpeg.probe import VideoProber
from core.adapters.ffmpeg.source_look import look_at_source
from core.domain.clips.box import Box
from core.domain.clips.edit_plan import Layout
from core.domain.clips.frame_plan import FramePlan, LayoutChoice, make_plan
from core.domain.clips.framing.camera import Camera

BOX = Box(x=8, y=40, width=64, height=36)
MOVES = tuple((index / 30, 2 * min(40, index)) for index in range(30))


def list_digests(executable, *arguments):
    """Return the digest of each frame that ffmpeg makes."""
    said = subprocess.run(
        [str(executable), "-v", "error", "-nostdin", *arguments, "-f", "framemd5", "-"],
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    rows = [line.split(",") for line in said.splitlines() if not line.startswith("#")]
    return [row[-1].strip() for row in rows if row[0].strip() == "0"]


def lossless(arguments):
    """Return a render's arguments without its encoders and its file."""
    end = arguments.index("-c:v")
    dropped = {"-hide_banner", "-nostdin", "-y"}
    return [word for word in arguments[:end] if word not in dropped]


def whole_decode(arguments):
    """Return the same, with the seek replaced by trimming every frame of the film."""
    start = arguments[arguments.index("-ss") + 1]
    seconds = arguments[arguments.index("-t") + 1]
    words = [*arguments]
    at = words.index("-ss")
    del words[at : at + 4]
    graph = words.index("-filter_complex") + 1
    trim = f"trim=start={start}:duration={seconds},setpts=PTS-STARTPTS"
    sound = f"atrim=start={start}:duration={seconds},asetpts=PTS-STARTPTS"
    words[graph] = (
        words[graph].replace("[0:V:0]", f"[0:V:0]{trim},").replace("[0:a:0]", f"[0:a:0]{sound},")
    )
    return words


@pytest.mark.parametrize("layout", list(Layout))
@pytest.mark.parametrize("start", [1.0, 2.51])
@pytest.mark.parametrize("name", ["plain.mp4", "whole.mkv", "recording.flv", "b_frames.flv"])
async def test_the_seek_is_frame_exact(supply, films, tmp_path, name, start, layout):
    video = films / name
    plan = make_plan(
        await VideoProber().probe(video),
        start_seconds=start,
        end_seconds=start + 1,
        framing=FramePlan(
            choice=LayoutChoice(layout=layout, reason=""), cameras=(Camera(box=BOX),), path=MOVES
        ),
    )
    plan = replace(plan, width=270, height=480)
    look = look_at_source(video, plan)
    arguments = lossless(render_arguments(plan, video, tmp_path / "clip.mp4", look=look))
    executable = await supply.find_executable()

    sought = list_digests(executable, *arguments)

    assert len(sought) == 30
    assert sought == list_digests(executable, *whole_decode(arguments))


@pytest.mark.parametrize(
    "name", ["plain.mp4", "whole.mkv", "stream.ts", "recording.flv", "b_frames.flv"]
)
async def test_from_its_beginning_a_film_moves(supply, films, tmp_path, name):
    plan = make_plan(await VideoProber().probe(films / name), start_seconds=0.0, end_seconds=1.0)
    look = look_at_source(films / name, plan)

    arguments = render_arguments(plan, films / name, tmp_path / "clip.mp4", look=look)

    shown = list_digests(await supply.find_executable(), *lossless(arguments))
    assert len(shown) == 30
    assert len(set(shown)) >= 28  # where sound comes first, the first frame stands for longer
