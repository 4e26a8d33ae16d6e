from datetime import timedelta

import pytest

from core.domain.people.card_habits import CardHabits, HabitsWish
from core.domain.people.quiet_hours import QuietHours
from core.errors import InvalidInput
from tests.builders import NOON

NIGHT = QuietHours(from_hour=22, until_hour=7)


@pytest.mark.parametrize(
    ("habits", "minutes_ago", "hour", "is_due"),
    [
        (CardHabits(), None, 12, False),
        (CardHabits(ping_minutes=30), None, 12, True),
        (CardHabits(ping_minutes=30), 29, 12, False),
        (CardHabits(ping_minutes=30), 30, 12, True),
        (CardHabits(ping_minutes=30, quiet=NIGHT), None, 23, False),
        (CardHabits(ping_minutes=30, quiet=NIGHT), None, 7, True),
        (CardHabits(has_digest=True), 59, 12, False),
        (CardHabits(has_digest=True), 60, 12, True),
    ],
)
def test_people_are_told_no_more_often_than_they_want(habits, minutes_ago, hour, is_due):
    now = NOON.replace(hour=hour)
    told_at = None if minutes_ago is None else now - timedelta(minutes=minutes_ago)

    assert habits.is_due(told_at, now) is is_due


def test_what_is_not_said_stays():
    habits = CardHabits(counts_thumbs=True, ping_minutes=30, quiet=NIGHT)

    changed = HabitsWish(ping_minutes=0, quiet="none").change(habits)

    assert changed == CardHabits(counts_thumbs=True)
    assert HabitsWish().change(habits) == habits


@pytest.mark.parametrize("minutes", [1, 4, -3, 1441])
def test_nobody_is_pinged_every_minute(minutes):
    with pytest.raises(InvalidInput, match="5 to 1440"):
        HabitsWish(ping_minutes=minutes).change(CardHabits())
