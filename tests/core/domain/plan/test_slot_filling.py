from collections import Counter
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from core.domain.plan.slot_filling import Taken, check_count, list_openings
from core.domain.publishing.posting_slot import PostingSlot
from core.domain.work.platform import Platform
from core.errors import InvalidInput
from tests.builders import NOON

BERLIN = ZoneInfo("Europe/Berlin")
THREE = (Platform.YOUTUBE, Platform.TIKTOK, Platform.X)


def fill(count=30, after=NOON, slots=(), platforms=THREE, taken=(), zone=BERLIN):
    return list_openings(
        after=after, count=count, zone=zone, slots=slots, platforms=platforms, taken=taken
    )


def test_without_slots_there_is_one_a_day_over_the_months_end_and_each_platform_has_its_share():
    openings = fill()

    assert len(openings) == 30
    assert [o.day for o in openings] == [NOON.date() + timedelta(days=n) for n in range(30)]
    assert Counter(o.platform for o in openings) == dict.fromkeys(THREE, 10)
    assert fill(after=datetime(2026, 11, 20, tzinfo=UTC))[-1].day.month == 12


def test_the_creators_clock_counts_across_a_change_of_it():
    """Berlin puts its clocks forward on 2026-03-29 and back on 2026-10-25."""
    spring = {o.day: o.at for o in fill()}
    assert [spring[day].hour for day in sorted(spring) if day.day in {28, 29}] == [17, 16]
    autumn = {o.day: o.at for o in fill(after=datetime(2026, 10, 20, tzinfo=UTC))}
    assert [autumn[day].hour for day in sorted(autumn) if day.day in {24, 25}] == [16, 17]


def test_slots_say_when_and_where():
    slots = (
        PostingSlot(weekday=0, hour=9, platform=Platform.X),
        PostingSlot(weekday=0, hour=9),
        PostingSlot(weekday=4, hour=20, minute=30),
    )

    openings = fill(4, slots=slots)

    assert [(o.at.astimezone(BERLIN).strftime("%a %H:%M"), o.platform) for o in openings] == [
        ("Mon 09:00", Platform.YOUTUBE),
        ("Mon 09:00", Platform.X),
        ("Fri 20:30", Platform.TIKTOK),
        ("Mon 09:00", Platform.YOUTUBE),
    ]


def test_what_is_taken_stays_and_its_platform_has_had_its_turn():
    before = fill(3)
    taken = [Taken(at=one.at, platforms=(one.platform,)) for one in before]

    assert fill(27, taken=taken) == fill()[3:]
    assert fill(1, taken=[Taken(at=before[0].at)])[0].at == before[1].at


def test_nothing_is_planned_for_no_platform_or_for_far_too_many_posts():
    with pytest.raises(InvalidInput):
        fill(platforms=())
    for count in (0, 101):
        with pytest.raises(InvalidInput):
            check_count(count)
    assert check_count(30) == 30


def test_more_posts_than_a_year_has_slots_are_as_many_as_there_are():
    assert len(fill(100, slots=(PostingSlot(weekday=0, hour=9),))) == 53
