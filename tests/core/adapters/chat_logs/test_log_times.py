from datetime import date

import pytest

from core.adapters.chat_logs.log_times import (
    TimeKind,
    find_time,
    is_day,
    parse_time,
    read_number,
    search_time,
)

DAY = date(2026, 5, 23).toordinal() - date(1970, 1, 1).toordinal()
AFTERNOON = 15 * 3600 + 2 * 60 + 55.0


@pytest.mark.parametrize(
    ("text", "kind", "seconds"),
    [
        ("7", TimeKind.OFFSET, 7.0),
        ("8,435", TimeKind.OFFSET, 8.435),  # a decimal comma
        ("-3", TimeKind.OFFSET, -3.0),
        ("0:00:07", TimeKind.OFFSET, 7.0),
        ("1h2m3s", TimeKind.OFFSET, 3723.0),
        ("100:00:07", TimeKind.OFFSET, 360_007.0),
        ("00:00:07.5", TimeKind.CLOCK, 7.5),
        ("15:02", TimeKind.SHORT, 54_120.0),
        ("03:02:55 PM", TimeKind.DAYTIME, AFTERNOON),
        ("3:02:55 p. m.", TimeKind.DAYTIME, AFTERNOON),
        ("午後3:02:55", TimeKind.DAYTIME, AFTERNOON),
        ("12:00:01 AM", TimeKind.DAYTIME, 1.0),
    ],
)
def test_times_without_a_day_are_read(text, kind, seconds):
    time = parse_time(text)

    assert time is not None
    assert (time.kind, time.seconds, time.days) == (kind, seconds, ())


@pytest.mark.parametrize(
    "text",
    [
        "2026-05-23 15:02:55",
        "2026-05-23T15:02:55Z",
        "2026-05-23_15:02:55",
        "2026/5/23 15:02:55 UTC",
        "2026. 5. 23. 오후 3:02:55",
        "2026年5月23日 15:02:55",
        "2026-05-23T17:02:55+02:00",
        "23 May 2026 15:02:55",
        "23 mai 2026 15:02:55",
        "Sat May 23 15:02:55 2026",
        "Saturday, May 23, 2026 3:02:55 PM",
        "23-May-26 03:02:55 PM",
        "[2026-05-23 15.02.55]",
    ],
)
def test_dates_are_read_in_the_ways_of_many_tools(text):
    time = parse_time(text)

    assert time is not None
    assert (time.kind, time.seconds, time.days) == (TimeKind.DATED, AFTERNOON, (DAY,))
    assert not time.is_yearless


def test_a_date_that_may_be_two_is_both():
    first, second = parse_time("05/06/2026 1:00:00"), parse_time("05/23/2026 15:02:55")

    assert first is not None
    assert second is not None
    assert [day is None for day in first.days] == [False, False]
    assert second.days == (DAY, None)


def test_a_month_that_differs_late_in_its_name_is_told_apart():
    june, july = parse_time("1 juin 2026 00:00:00"), parse_time("1 juil. 2026 00:00:00")

    assert june is not None
    assert july is not None
    assert (june.days, july.days) == ((DAY + 9,), (DAY + 39,))


@pytest.mark.parametrize(
    "number", [1_779_548_575, 1_779_548_575e3, 1_779_548_575e6, 1.779548575e18]
)
def test_the_size_of_a_number_tells_what_it_counts_since_1970(number):
    time = read_number(number)

    assert time is not None
    assert time.kind is TimeKind.DATED
    assert time.seconds == pytest.approx(1_779_548_575)


def test_a_number_whose_name_tells_what_it_counts_is_not_bare():
    assert parse_time("7000", unit=0.001) == read_number(7.0, unit=1.0)
    bare = parse_time("7000")
    assert bare is not None
    assert bare.is_bare


@pytest.mark.parametrize("text", ["2026-05-23 15:02", "23-May-26 03:02 PM", "5/23/2026 15:02"])
def test_a_time_without_seconds_is_known_as_such(text):
    time = parse_time(text)

    assert time is not None
    assert time.kind is TimeKind.MINUTE


@pytest.mark.parametrize(
    "text",
    ["", "nan", "inf", "hello", "2024-13-45 20:00:00", "1e12", "0:61:00", "13:00:00 PM", "x" * 99],
)
def test_what_is_no_time_is_none(text):
    assert parse_time(text) is None


def test_a_time_is_found_where_a_line_begins():
    assert find_time("0:00:07] ann: 0:00:09") == (parse_time("0:00:07"), 7)
    assert find_time("ann: 0:00:09") is None


def test_a_header_tells_its_date():
    assert search_time("# Start logging at 2026-05-23 15:02:55 CEST") == parse_time(
        "2026-05-23 15:02:55"
    )
    assert search_time("nothing") is None


def test_a_date_alone_is_known():
    assert is_day("23.05.2026")
    assert not is_day("23.05.2026 15:02:55")
