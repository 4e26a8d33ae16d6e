import math

import pytest

from core.domain.clips.box import Box
from core.domain.clips.edit_plan import Layout
from core.domain.clips.frame_plan import (
    FramePlan,
    LayoutChoice,
    choose_frame_rate,
    choose_gain_db,
    choose_layout,
    make_plan,
)
from core.domain.clips.framing.camera import Camera
from core.errors import InvalidInput
from tests.builders import make_facts


@pytest.mark.parametrize(
    ("width", "height", "layout", "words"),
    [
        (1920, 1080, Layout.CENTRE, "middle 32%"),  # 1080 * 9/16 / 1920
        (640, 480, Layout.CENTRE, "middle 42%"),  # 480 * 9/16 / 640
        (2560, 1080, Layout.FIT, "only 24%"),  # 1080 * 9/16 / 2560
        (2030, 1080, Layout.FIT, "only 30%"),  # 29.9 %, just too little
        (1080, 1920, Layout.CENTRE, "already upright"),
        (400, 1600, Layout.CENTRE, "already upright"),
    ],
)
def test_the_layout_follows_from_how_much_of_the_width_survives(width, height, layout, words):
    choice = choose_layout(make_facts(width=width, height=height))

    assert choice.layout is layout
    assert words in choice.reason


@pytest.mark.parametrize(
    ("source", "rate"),
    [
        (30.0, 30.0),
        (29.97, 30000 / 1001),
        (29.9, 30000 / 1001),
        (59.94, 60000 / 1001),
        (120.0, 60.0),
        (144.0, 60.0),
        (17.3, 17.3),  # an uneven recording keeps its average
        (12.0, 12.0),
        (5.0, 30.0),
        (0.0, 30.0),
        (90_000.0, 30.0),
        (math.nan, 30.0),
        (math.inf, 30.0),
    ],
)
def test_the_frame_rate_is_the_sources_where_that_makes_sense(source, rate):
    assert choose_frame_rate(source) == rate


@pytest.mark.parametrize(
    ("lufs", "gain"),
    [
        (-20.0, 6.0),
        (-10.6, -3.4),
        (-50.0, 36.0),
        (-50.1, None),  # silence
        (-70.0, None),
        (None, None),
        (math.nan, None),
    ],
)
def test_the_gain_is_what_is_missing_to_the_target(lufs, gain):
    assert choose_gain_db(lufs) == gain


def test_a_plan_holds_what_was_asked_for():
    plan = make_plan(make_facts(), start_seconds=35, end_seconds=55, is_levelled=True)

    assert (plan.start_seconds, plan.duration_seconds, plan.is_levelled) == (35, 20.0, True)
    assert (plan.width, plan.height, plan.layout) == (1080, 1920, Layout.CENTRE)


@pytest.mark.parametrize(
    ("start", "end", "planned_start", "planned_duration"),
    [
        (-5.0, 10.0, 0.0, 10.0),  # clamped to the start
        (350.0, 380.0, 350.0, 10.0),  # clamped to the end, 360 s
        (10.0, 100.0, 10.0, 30.0),  # at most 30 s
        (10.0, 12.05, 10.0, 61 / 30),  # 61.5 frames: a whole number of them
    ],
)
def test_a_window_is_clamped_and_ends_with_a_whole_frame(
    start, end, planned_start, planned_duration
):
    plan = make_plan(make_facts(), start_seconds=start, end_seconds=end)

    assert plan.start_seconds == planned_start
    assert plan.duration_seconds == pytest.approx(planned_duration, abs=1e-6)


@pytest.mark.parametrize(("start", "end"), [(400.0, 420.0), (10.0, 10.0), (20.0, 10.0)])
def test_a_window_with_nothing_in_it_is_refused(start, end):
    with pytest.raises(InvalidInput, match="choose another window"):
        make_plan(make_facts(), start_seconds=start, end_seconds=end)


def test_a_given_layout_wins():
    framing = FramePlan(
        choice=LayoutChoice(layout=Layout.STACK, reason="It was asked for."),
        cameras=(Camera(box=Box(x=24, y=564, width=480, height=270)),),
    )

    plan = make_plan(make_facts(), start_seconds=0, end_seconds=5, framing=framing)

    assert (plan.layout, plan.facecam) == (Layout.STACK, framing.cameras[0].box)


def test_whoever_asks_for_a_longer_clip_gets_it():
    plan = make_plan(make_facts(), start_seconds=0, end_seconds=50, longest_seconds=180)

    assert plan.duration_seconds == 50


def test_no_sound_means_no_gain():
    plan = make_plan(make_facts(has_audio=False), start_seconds=0, end_seconds=5, is_levelled=True)

    assert (plan.has_audio, plan.is_levelled) == (False, False)
