import pytest

from core.adapters.charts.marks import Text
from core.adapters.charts.panel import Panel, choose_values

PANEL = Panel(left=100, top=10, right=300, bottom=110, first=0, last=10, high=50)


@pytest.mark.parametrize(
    ("x", "y", "place"),
    [(0, 0, (100, 110)), (10, 50, (300, 10)), (5, 25, (200, 60))],
)
def test_values_lie_between_the_edges(x, y, place):
    assert PANEL.at(x, y) == place


@pytest.mark.parametrize(
    ("high", "most", "are_whole", "values"),
    [
        (10, 5, False, [0, 2, 4, 6, 8, 10]),
        (9.45, 8, False, [0, 2, 4, 6, 8]),
        (1.1, 5, True, [0, 1]),
        (4.4, 5, True, [0, 1, 2, 3, 4]),
        (0.135, 8, False, [0, 0.02, 0.04, 0.06, 0.08, 0.1, 0.12]),
        (44_000, 5, True, [0, 10_000, 20_000, 30_000, 40_000]),
    ],
)
def test_an_axis_has_round_numbers(high, most, are_whole, values):
    assert choose_values(high, most=most, are_whole=are_whole) == pytest.approx(values)


@pytest.mark.parametrize(
    ("values", "texts"),
    [
        ([0, 1, 2], ["0", "1", "2"]),
        ([0, 2.5, 5.0], ["0.0", "2.5", "5.0"]),
        ([0, 0.02, 0.04], ["0.00", "0.02", "0.04"]),
        ([0, 0.25, 0.5], ["0.00", "0.25", "0.50"]),
        ([0], ["0"]),
    ],
)
def test_numbers_have_the_places_that_tell_them_apart(values, texts):
    written = [mark.text for mark in PANEL.label_y(values) if isinstance(mark, Text)]

    assert written == texts


def test_a_label_of_two_lines_is_two_texts():
    written = [mark for mark in PANEL.label_x([(5, "0-9\n10 posts")]) if isinstance(mark, Text)]

    assert [mark.text for mark in written] == ["0-9", "10 posts"]
    assert written[0].at[1] < written[1].at[1]
