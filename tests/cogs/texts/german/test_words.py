import pytest

from cogs.texts.german.words import REMARKS, write_date, write_figures, write_number


def test_nothing_is_left_in_english():
    """A sentence is the same in both only where it is a name, or a gap alone."""
    same = {english for english, german in REMARKS.items() if english == german and " " in english}

    assert {one for one in same if not one.startswith("{")} == set()


@pytest.mark.parametrize(
    ("english", "german"),
    [
        ("02 March", "02. März"),
        ("Fri 27 Nov at 20:14", "Fr 27. Nov um 20:14"),
        ("Friday 27 November", "Freitag 27. November"),
        ("Tuesday 2026-11-24", "Dienstag 2026-11-24"),
        ("a time that is not known", "a time that is not known"),
    ],
)
def test_days_are_written_as_germans_write_them(english, german):
    assert write_date(english) == german


def test_numbers_keep_their_digits():
    assert write_number("1,234,567.5") == "1.234.567,5"
    assert write_figures("TikTok 9,100, YouTube 5,200") == "TikTok 9.100, YouTube 5.200"
