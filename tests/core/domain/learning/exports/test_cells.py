import pytest

from core.domain.learning.exports.cells import (
    Dialect,
    choose_dialect,
    is_percentage,
    read_amount,
    read_count,
    read_id,
    read_seconds,
    read_text,
)

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
        ("1\u00a0204", CONTINENTAL, 1204),
        ("1\u202f204\u202f567", ENGLISH, 1204567),
        ("1'204", CONTINENTAL, 1204),
        ("12\u2019345", ENGLISH, 12345),
        ("1 204'567", ENGLISH, None),
        ("1,23,456", ENGLISH, 123456),
        ("1,23,456", CONTINENTAL, None),
        ("1.000", ENGLISH, None),
        ("1,000", CONTINENTAL, None),
        ("1204.000", ENGLISH, 1204),
        ("1,204", Dialect.UNCLEAR, None),
        ("1.204", Dialect.UNCLEAR, None),
        ("1 204", Dialect.UNCLEAR, 1204),
        ("\u0661\u066c\u0662\u0663\u0664", CONTINENTAL, 1234),
        ("\uff11\uff12\uff0c\uff13\uff14\uff15", ENGLISH, 12345),
        ("5\u00b2", ENGLISH, None),
        ("(5)", ENGLISH, None),
        ("\u22125", ENGLISH, None),
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
        ("\u0661\u0662", ENGLISH, 12),
        (None, ENGLISH, None),
    ],
)
def test_a_count_is_a_whole_number_or_unknown_and_never_a_zero_for_it(cell, dialect, count):
    assert read_count(cell, dialect) == count


def test_a_file_is_as_those_numbers_are_that_can_be_read_in_one_way():
    assert choose_dialect(["1,204", "7"], ["44.42"]) is ENGLISH
    assert choose_dialect(["1.204", "7"], ["44,42", "-"]) is CONTINENTAL
    assert choose_dialect(["7"], ["12,5"]) is CONTINENTAL
    assert choose_dialect(["1.000"], []) is CONTINENTAL
    assert choose_dialect(["1.250", "n.v.", "Views"], ["12,5", "k.A."]) is CONTINENTAL
    assert choose_dialect(["7"], ["0.045"]) is ENGLISH
    assert choose_dialect(["7"], ["12,500"]) is ENGLISH
    assert choose_dialect(["12"], ["1.5", "undefined", "0:01:10"]) is ENGLISH
    assert choose_dialect([], []) is ENGLISH


def test_where_numbers_contradict_or_nothing_tells_none_is_guessed():
    """Of what a spreadsheet saved with semicolons, 61,500 may be sixty or sixty thousand."""
    assert choose_dialect(["1.204", "1,204"], []) is Dialect.UNCLEAR
    assert choose_dialect(["250"], ["61,500"], is_semicolon=True) is Dialect.UNCLEAR
    assert choose_dialect(["1.250"], ["61,500"], is_semicolon=True) is CONTINENTAL
    assert choose_dialect(["250"], ["61.5"], is_semicolon=True) is ENGLISH


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
        ('="1834567890123456789"', "1834567890123456789"),
        ("1834567890123450000", ""),
        ("183456789012345000", ""),
        ("18345678901234000", "18345678901234000"),
        (1834567890123456789, ""),
        (1.83e18, ""),
        (12345, "12345"),
        (None, ""),
    ],
)
def test_an_id_stays_text_and_a_rounded_one_is_none(cell, name):
    assert read_id(cell) == name


def test_a_cell_is_text_to_whoever_asks():
    assert [read_text(cell) for cell in (None, " a ", 5)] == ["", "a", "5"]
