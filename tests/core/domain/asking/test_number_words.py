import pytest

from core.domain.asking.number_words import read_number, to_ascii_digits


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


def test_digits_of_any_script_are_digits():
    assert to_ascii_digits("\uff19\uff19 \u0663 \u00bd \u5341") == "99 3 0.5 \u5341"
