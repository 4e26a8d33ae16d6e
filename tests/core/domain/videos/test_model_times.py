import pytest

from core.domain.videos.model_times import (
    Correction,
    Reading,
    find_correction,
    format_clock,
    parse_clock,
)


def _readings(*pairs):
    return [Reading(claimed_seconds=claimed, clock_seconds=clock) for claimed, clock in pairs]


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("00:42", 42.0),
        ("1:05.5", 65.5),
        (" 61:05 ", 3665.0),  # 61 * 60 + 5
        ("1:02:03", 3723.0),  # 3600 + 120 + 3
        ("83.25", 83.25),
        ("00:60", None),
        ("1:60:00", None),
        ("-0:05", None),
        ("soon", None),
        ("", None),
        ("1e9", None),
        ("\u0660\u0660:\u0664\u0662", 42.0),  # digits of another script read the same
    ],
)
def test_times_are_read_as_people_and_models_write_them(text, seconds):
    assert parse_clock(text) == seconds


@pytest.mark.parametrize(("seconds", "text"), [(42.9, "00:42"), (3665, "61:05"), (-1, "00:00")])
def test_the_clock_shows_minutes_and_seconds(seconds, text):
    assert format_clock(seconds) == text


def test_times_that_agree_with_the_clock_stay_as_they_are():
    # 1 s and 2 s apart: as good as a model gets.
    assert find_correction(_readings((10, 11), (300, 302)), 480) == Correction()


def test_times_that_nobody_compared_with_the_clock_stay_as_they_are():
    assert find_correction([], 480) == Correction()


def test_a_steady_drift_is_put_right():
    """A model that is 5 % slow from the start says 100 s where the clock shows 105."""
    line = find_correction(_readings((100, 105), (200, 210), (400, 420)), 480)

    assert line is not None
    assert line.apply(300) == pytest.approx(315)


@pytest.mark.parametrize(
    "readings",
    [
        pytest.param([(100, 130), (400, 430)], id="two readings are no line"),
        pytest.param([(100, 130), (110, 140), (120, 150)], id="20 s of 480 say nothing"),
        pytest.param([(100, 130), (200, 205), (400, 460)], id="they scatter"),
        pytest.param([(100, 110), (100, 210), (100, 310)], id="one time for three clocks"),
        pytest.param([(10, 400), (20, 300), (30, 100)], id="time runs backwards"),
        pytest.param([(100, 900), (200, 910), (300, 920)], id="a clock that never showed this"),
    ],
)
def test_times_whose_meaning_is_not_known_are_not_believed(readings):
    assert find_correction(_readings(*readings), 480) is None
