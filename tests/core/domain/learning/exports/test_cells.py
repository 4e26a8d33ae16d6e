from datetime import UTC, date, datetime

import pytest

from core.domain.learning.exports.cells import (
    Dialect,
    choose_dialect,
    is_day_first,
    is_percentage,
    read_amount,
    read_count,
    read_id,
    read_moment,
    read_seconds,
    read_text,
)

AS_OF = date(2026, 9, 20)
ENGLISH, CONTINENTAL = Dialect.ENGLISH, Dialect.CONTINENTAL


@pytest.mark.parametrize(
    ("cell", "dialect", "count"),
    [
        ("1204", ENGLISH, 1204),
        ("1,204", ENGLISH, 1204),
        ("1,204.0", ENGLISH, 1204),
        (1204, ENGLISH, 1204),
        (1204.0, ENGLISH, 1204),
        ("1.204", CONTINENTAL, 1204),
        ("1\u00a0204", CONTINENTAL, None),
        ("1.204", ENGLISH, None),
        ("12,04", ENGLISH, None),
        (1204.5, ENGLISH, None),
        ("-3", ENGLISH, None),
        (-3, ENGLISH, None),
        (True, ENGLISH, None),
        ("", ENGLISH, None),
        ("undefined", ENGLISH, None),
        ("\u2014", ENGLISH, None),
        ("=1+1", ENGLISH, None),
        ("1e9", ENGLISH, None),
        ("9" * 30, ENGLISH, None),
        (float("inf"), ENGLISH, None),
        (float("nan"), ENGLISH, None),
        ("\u0661\u0662", ENGLISH, None),
        (None, ENGLISH, None),
    ],
)
def test_a_count_is_a_whole_number_or_unknown_and_never_a_zero_for_it(cell, dialect, count):
    assert read_count(cell, dialect) == count


def test_a_file_is_english_unless_all_of_it_fits_the_other_way_alone():
    assert choose_dialect(["1,204", "7"], ["44.42"]) is ENGLISH
    assert choose_dialect(["1.204", "7"], ["44,42", "-"]) is CONTINENTAL
    assert choose_dialect(["7"], ["12,5"]) is CONTINENTAL
    assert choose_dialect(["1.204", "1,204"], []) is ENGLISH
    assert choose_dialect(["12"], ["1.5", "undefined", "0:01:10"]) is ENGLISH
    assert choose_dialect([], []) is ENGLISH


def test_amounts_and_percentages_are_read():
    assert read_amount("44.42", ENGLISH) == 44.42
    assert read_amount("44,42 %", CONTINENTAL) == 44.42
    assert read_amount("-1", ENGLISH) is None
    assert is_percentage("38%")
    assert not is_percentage(0.38)


@pytest.mark.parametrize(
    ("cell", "seconds"),
    [
        ("0:00:18", 18.0),
        ("1:02:03", 3723.0),
        ("0:18", 18.0),
        ("18.5s", 18.5),
        ("18秒", 18.0),
        (18.5, 18.5),
        ("soon", None),
        ("", None),
        (None, None),
    ],
)
def test_durations_are_read(cell, seconds):
    assert read_seconds(cell, ENGLISH) == seconds


@pytest.mark.parametrize(
    ("cell", "name"),
    [
        ("1834567890123456789", "1834567890123456789"),
        ("-bcDEFghi_1", "-bcDEFghi_1"),
        ("'1834567890123456789", "1834567890123456789"),
        ("1.83457E+18", ""),
        (1834567890123456789, ""),
        (1.83e18, ""),
        (12345, "12345"),
        (None, ""),
    ],
)
def test_an_id_stays_text_and_a_rounded_one_is_none(cell, name):
    assert read_id(cell) == name


@pytest.mark.parametrize(
    ("cell", "moment"),
    [
        ("Sep 2, 2026", date(2026, 9, 2)),
        ("Sat, Aug 1, 2026", date(2026, 8, 1)),
        ("2 de septiembre de 2026", date(2026, 9, 2)),
        ("27-Jul-20", date(2020, 7, 27)),
        ("September 19", date(2026, 9, 19)),
        ("September 21", date(2026, 9, 21)),
        ("September 22", date(2025, 9, 22)),
        ("8 de marzo", date(2026, 3, 8)),
        ("February 29", date(2024, 2, 29)),
        ("11/26/24", date(2024, 11, 26)),
        ("9/2/2026", date(2026, 9, 2)),
        ("09/02/2026 06:08", datetime(2026, 9, 2, 6, 8, tzinfo=UTC)),
        ("9/2/2026 6:08 PM", datetime(2026, 9, 2, 18, 8, tzinfo=UTC)),
        ("2026-09-02", date(2026, 9, 2)),
        ("2026-09-02T01:02:03", datetime(2026, 9, 2, 1, 2, 3, tzinfo=UTC)),
        ("2019-05-01 12:34 +0000", datetime(2019, 5, 1, 12, 34, tzinfo=UTC)),
        ("2026年9月2日", date(2026, 9, 2)),
        (datetime(2026, 9, 2), date(2026, 9, 2)),  # noqa: DTZ001 - as a sheet holds it
        (date(2026, 9, 2), date(2026, 9, 2)),
        ("1/1/1900", None),
        ("0001-01-01T00:00:00+14:00", None),
        ("9999-12-31T23:59:59-12:00", None),
        ("Lifetime", None),
        ("31/31/2026", None),
        ("2026年99月2日", None),
        ("February 31, 2026", None),
        ("", None),
        ("x" * 1000, None),
        (7, None),
    ],
)
def test_dates_are_read_and_missing_years_count_back(cell, moment):
    assert read_moment(cell, as_of=AS_OF) == moment


def test_a_time_in_chinese_is_chinas():
    at = read_moment("2026年09月02日20时30分15秒", as_of=AS_OF)

    assert at == datetime(2026, 9, 2, 12, 30, 15, tzinfo=UTC)


def test_a_day_is_first_where_it_can_only_be_so():
    assert is_day_first(["3/4/2026", "13/4/2026"])
    assert is_day_first(["3.4.2026"])
    assert not is_day_first(["3/4/2026", "3/14/2026", None])
    assert read_moment("3/4/2026", as_of=AS_OF, day_first=True) == date(2026, 4, 3)


def test_a_cell_is_text_to_whoever_asks():
    assert [read_text(cell) for cell in (None, " a ", 5)] == ["", "a", "5"]
