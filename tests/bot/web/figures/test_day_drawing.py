from datetime import timedelta

import pytest

from bot.web.figures.day_drawing import BOTTOM, HEIGHT, draw_days
from core.domain.learning.metrics import DayCounts
from tests.builders import NOON


def make_days(*counts):
    first = NOON.date()
    return [
        DayCounts(on=first + timedelta(days=at), counts={"views": count} if count else {})
        for at, count in enumerate(counts)
    ]


@pytest.mark.parametrize(
    ("most", "top"),
    [
        (1, "1"),
        (2, "2"),
        (3, "4"),
        (4, "4"),
        (5, "5"),
        (6, "10"),
        (11, "20"),
        (100, "100"),
        (101, "200"),
        (4_000_001, "5,000,000"),
    ],
)
def test_the_axis_ends_at_the_next_round_number(most, top):
    drawing = draw_days(make_days(most), "views")

    assert drawing.y_ticks[-1].label == top
    assert drawing.bars[0].height <= HEIGHT


def test_bars_stand_on_the_axis_in_proportion_and_days_without_any_have_none():
    drawing = draw_days(make_days(4, 0, 2), "views")

    assert [bar.height for bar in drawing.bars] == [HEIGHT, HEIGHT / 2]
    assert all(bar.y + bar.height == BOTTOM for bar in drawing.bars)
    assert drawing.bars[1].x_percent > 66
    assert drawing.told == "6 views in 3 days, most on Sun 1 Mar with 4."


def test_a_few_dates_are_named_and_stay_inside():
    drawing = draw_days(make_days(*[1] * 90), "views")

    assert [tick.anchor for tick in drawing.x_ticks] == ["start", *["middle"] * 3, "end"]
    assert (drawing.x_ticks[0].at, drawing.x_ticks[-1].at) == (0.0, 100.0)


@pytest.mark.parametrize("counts", [(), (0, 0)])
def test_where_there_is_nothing_words_say_so(counts):
    drawing = draw_days(make_days(*counts), "views")

    assert drawing.bars == ()
    assert drawing.told == "No views in these days."
