import pytest

from core.domain.videos.model_times import (
    Correction,
    Reading,
    are_milliseconds,
    find_correction,
    format_clock,
    parse_clock,
    parse_time,
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
        ("10,5", 10.5),
        ("35s", 35.0),
        ("35 sec", 35.0),
        ("[00:35]", 35.0),
        ('"00:35"', 35.0),
        ("~00:35.5s", 35.5),
        ("35000ms", 35.0),
        ("00\uff1a35", 35.0),  # a wide colon
        ("s", None),
        ("1" * 41, None),
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


@pytest.mark.parametrize(
    ("texts", "are"),
    [
        (["35000", "42000"], True),
        (["0", "35000", "42000", "01:00"], True),
        (["35", "42"], False),
        (["35", "42", "50000"], False),  # one is wrong, not the unit of all
        (["1200", "1210", "1220"], False),  # seconds of the whole video
        (["900000", "910000"], False),  # as milliseconds it is late as well
        (["soon", "01:00"], False),
        ([], False),
    ],
)
def test_numbers_are_milliseconds_where_nothing_else_fits(texts, are):
    assert are_milliseconds(texts, 480) is are


def test_a_number_is_read_in_its_unit_and_a_clock_is_a_clock():
    assert parse_time("35000", in_milliseconds=True) == 35.0
    assert parse_time("00:35", in_milliseconds=True) == 35.0
    assert parse_time("35000", in_milliseconds=False) == 35000.0


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


@pytest.mark.parametrize("wrong", [(240, 100), (240, 479), (5, 9999)])
def test_one_misread_clock_of_three_is_outvoted(wrong):
    assert find_correction(_readings((10, 10), (470, 471), wrong), 480) == Correction()


def test_a_drift_is_found_beside_a_misread_clock():
    line = find_correction(_readings((100, 105), (200, 210), (300, 40), (400, 420)), 480)

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
