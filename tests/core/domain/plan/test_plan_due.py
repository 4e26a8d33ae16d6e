from dataclasses import replace
from datetime import timedelta

import pytest

from core.domain.plan.plan_due import (
    SETTLED_AFTER,
    find_first_look,
    find_next_look,
    is_settled,
    make_plan_due,
)
from core.domain.plan.post import ClipWish, PostStatus
from tests.builders import CREATOR, NOON
from tests.plan_builders import make_post

HOUR = timedelta(hours=1)


def _wait(hours):
    wish, status = ClipWish(), PostStatus.IDEA
    return make_post(planned_at=NOON + hours * HOUR, wish=wish, clip_id=None, status=status)


def _schedule(hours):
    return make_post(planned_at=NOON + hours * HOUR, wish=None, status=PostStatus.SCHEDULED)


def test_reminders_of_one_hour_are_one():
    one, other = (make_plan_due(CREATOR, NOON + timedelta(minutes=m), set_at=NOON) for m in (1, 59))
    assert one == other


def test_a_reminder_is_settled_a_minute_after_it_was_set_last():
    due = make_plan_due(CREATOR, NOON - 40 * HOUR, set_at=NOON)

    assert [is_settled(due, now=NOON + at) for at in (timedelta(), SETTLED_AFTER)] == [False, True]
    assert is_settled(replace(due, set_at=None), now=NOON)


def test_a_post_without_a_wish_needs_no_clock():
    assert find_first_look(make_post(wish=None, status=PostStatus.IDEA)) is None


@pytest.mark.parametrize(
    ("posts", "hours"),
    [
        ([], None),
        ([_wait(-1)], None),  # its time is over
        ([_wait(100)], 52),
        ([_wait(47)], 1),
        ([_schedule(5)], 6),
        ([_schedule(-5)], 1),  # it may still go out
        ([_schedule(-73)], None),
        ([_wait(100), _schedule(5)], 6),
    ],
)
def test_the_next_look_is_at_what_comes_first(posts, hours):
    found = find_next_look(posts, now=NOON)
    assert found == (None if hours is None else NOON + hours * HOUR)
