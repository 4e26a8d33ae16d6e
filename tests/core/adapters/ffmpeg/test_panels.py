import asyncio
import subprocess

import numpy as np
import pytest

from core.adapters.ffmpeg.graph import (
    list_stretches,
    video_graph,
)
from core.adapters.ffmpeg.panels import stack_steps
from core.domain.clips.box import Box
from core.domain.clips.edit_plan import Layout
from core.domain.clips.framing.camera import Camera
from core.domain.clips.made.source_look import SourceLook
from tests.core.adapters.ffmpeg.test_command import make_edit_plan

LEFT = Camera(box=Box(x=0, y=60, width=40, height=30))
RIGHT = Camera(box=Box(x=120, y=60, width=40, height=30))
MIDDLE = Camera(box=Box(x=60, y=20, width=48, height=36))
PATH = tuple((index / 30, 20) for index in range(30))


def make_plan(**given):
    small = {"source_width": 160, "source_height": 90, "width": 216, "height": 384}
    times = {"start_seconds": 0.0, "duration_seconds": 1.0}
    return make_edit_plan(**(small | times | {"layout": Layout.STACK, "path": PATH} | given))


def draw(executable, video, graph):
    """Return a second of raw frames, 216x384 in 4:2:0."""
    said = subprocess.run(
        [
            *(str(executable), "-v", "error", "-t", "1", "-i", str(video)),
            *("-filter_complex", graph, "-map", "[v]", "-t", "1", "-f", "rawvideo", "-"),
        ],
        check=True,
        capture_output=True,
    ).stdout
    return np.frombuffer(said, np.uint8).reshape(-1, 384 * 3 // 2, 216)


def test_two_people_stand_side_by_side_above_the_game():
    steps = stack_steps(make_plan(cameras=(LEFT, RIGHT)))

    assert "split=3[p0][p1][c]" in steps
    assert "[f0][f1]hstack=inputs=2[f];[f][g]vstack" in steps


def test_what_is_shown_above_is_blurred_below():
    assert "gblur=sigma=20" in stack_steps(make_plan(cameras=(MIDDLE,)))


@pytest.mark.parametrize(
    "given",
    [
        {"cameras": (LEFT,)},
        {"cameras": (LEFT, RIGHT)},
        {"cameras": (MIDDLE,)},
        {"cameras": (RIGHT,), "keeps_width": True},
        {"cameras": (LEFT,), "keeps_width": True, "content": Box(x=50, y=0, width=110, height=90)},
        {"cameras": (LEFT, RIGHT), "has_content": False},
        {"layout": Layout.FOLLOW, "wide": ((0.2, 0.5), (0.9, 1.0))},
    ],
)
async def test_every_kind_of_stack_fills_the_frame(supply, films, given):
    graph = video_graph(make_plan(**given), SourceLook(start_seconds=0.0))
    executable = await supply.find_executable()

    frames = await asyncio.to_thread(draw, executable, films / "plain.mp4", graph)

    assert len(frames) == 30


def test_stretches_are_whole_frames_from_the_first_to_the_last():
    plan = make_plan(layout=Layout.FOLLOW, wide=((0.2, 0.5), (0.9, 1.0)))

    assert list_stretches(plan) == [
        (0, 6, False),
        (6, 15, True),
        (15, 27, False),
        (27, 30, True),
    ]
