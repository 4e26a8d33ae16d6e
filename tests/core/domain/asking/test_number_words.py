import pytest

from core.domain.asking.number_words import read_cjk, read_number, to_ascii_digits


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("12", [(12.0, 0)]),
        ("1,234", [(1234.0, 0), (1.234, 3)]),
        ("1.234", [(1234.0, 0), (1.234, 3)]),
        ("12.5", [(12.5, 1)]),
        ("1,234.5", [(1234.5, 1)]),
        ("1\u202f234", [(1234.0, 0)]),
        ("1,234,567", [(1234567.0, 0)]),
    ],
)
def test_a_number_is_read_as_any_language_writes_it(text, values):
    assert read_number(text) == values


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("\u4e09\u767e\u4e94\u5341", 350.0),
        ("\u4e8c\u4e07", 20_000.0),
        ("\u5341\u4e8c", 12.0),
        ("\u4e07", 10_000.0),
        ("\u4e00\u4e8c\u4e09", 123.0),
        ("\u4e00\u767e\u4e8c\u5341\u4e07", 1_200_000.0),
    ],
)
def test_number_signs_are_read(text, value):
    assert read_cjk(text) == value


def test_digits_of_any_script_are_digits():
    assert to_ascii_digits("\uff19\uff19 \u0663 \u00bd \u5341") == "99 3 0.5 \u5341"
