import pytest

from core.errors import InvalidInput
from tests.plan_builders import make_preferences


def test_who_has_said_nothing_is_told_of_reviews_and_has_no_quiet_hours():
    preferences = make_preferences()

    assert preferences.is_told_of_reviews
    assert preferences.quiet_from_hour == preferences.quiet_until_hour


@pytest.mark.parametrize(
    ("text", "hours", "has_quiet_hours"),
    [
        ("22-7", (22, 7), True),
        (" 22:00 - 07:00 ", (22, 7), True),
        ("22 to 24", (22, 0), True),
        ("0-24", (0, 0), False),
        ("", (0, 0), False),
    ],
)
def test_quiet_hours_are_written_as_people_do(text, hours, has_quiet_hours):
    preferences = make_preferences(quiet_from_hour=1, quiet_until_hour=2).set_quiet_hours(text)

    assert (preferences.quiet_from_hour, preferences.quiet_until_hour) == hours
    assert preferences.has_quiet_hours is has_quiet_hours


@pytest.mark.parametrize(
    ("text", "sentence"),
    [("25-7", "0 to 24"), ("night", "as in 22-7"), ("22:30-7", "as in 22-7"), ("-1-7", "as in")],
)
def test_what_are_no_hours_is_refused(text, sentence):
    with pytest.raises(InvalidInput, match=sentence):
        make_preferences().set_quiet_hours(text)
