import pytest

from core.domain.people.quiet_hours import QuietHours, read_quiet_hours
from core.errors import InvalidInput


@pytest.mark.parametrize(
    ("text", "quiet"),
    [
        ("22-7", {22, 23, 0, 1, 2, 3, 4, 5, 6}),
        ("1 to 3", {1, 2}),
        ("9:00 until 12:00", {9, 10, 11}),
        ("22-24", {22, 23}),
        ("5-5", set()),
        ("none", set()),
        ("  Off ", set()),
    ],
)
def test_hours_are_read_as_people_write_them(text, quiet):
    hours = read_quiet_hours(text)

    assert {hour for hour in range(24) if hours.contain(hour)} == quiet
    assert bool(hours) is bool(quiet)


@pytest.mark.parametrize("text", ["25-3", "22", "a-b", "-1-5", "22-7-8", "\u0662\u0662-\u0667"])
def test_what_is_no_hour_is_told(text):
    with pytest.raises(InvalidInput, match="22-7"):
        read_quiet_hours(text)


def test_hours_are_written_as_they_are_read():
    assert QuietHours(from_hour=22, until_hour=7).write() == "22-7"
    assert QuietHours().write() == "none"
