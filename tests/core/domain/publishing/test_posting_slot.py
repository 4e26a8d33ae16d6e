import contextlib
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from core.domain.publishing.posting_slot import (
    PostingSlot,
    find_next_slot,
    read_local_time,
    read_slots,
    to_instant,
    write_slots,
)
from core.domain.work.platform import Platform
from core.errors import InvalidInput

BERLIN = ZoneInfo("Europe/Berlin")
# Both changes of 2026, where they are: the last day before each.
CHANGES = [
    ("Europe/Berlin", "2026-03-28"),
    ("Europe/Berlin", "2026-10-24"),
    ("America/New_York", "2026-03-07"),
    ("America/New_York", "2026-10-31"),
    ("America/Santiago", "2026-04-04"),
    ("America/Santiago", "2026-09-05"),
    ("Australia/Lord_Howe", "2026-04-04"),  # half an hour
    ("Australia/Lord_Howe", "2026-10-03"),
]


def _next(text, after, *, zone=BERLIN, platform=Platform.YOUTUBE, taken=()):
    return find_next_slot(
        read_slots(text),
        zone,
        after=datetime.fromisoformat(after),
        platform=platform,
        taken=[datetime.fromisoformat(at) for at in taken],
    )


def test_a_slot_without_a_platform_is_good_for_any():
    assert PostingSlot(weekday=0, hour=18).platform is None


@pytest.mark.parametrize(("zone", "day"), CHANGES)
def test_ten_schedules_across_a_change_of_the_clocks_land_on_the_minute(zone, day):
    place = ZoneInfo(zone)
    slots = [PostingSlot(weekday=weekday, hour=18, minute=7) for weekday in range(7)]
    at = datetime.combine(date.fromisoformat(day), time(3), tzinfo=place) - timedelta(days=4)

    landed = []
    for _ in range(10):
        found = find_next_slot(slots, place, after=at, platform=Platform.TIKTOK)
        assert found is not None
        at = found
        landed.append(at.astimezone(place))

    first = landed[0].date()
    assert [at.date() for at in landed] == [first + timedelta(days=n) for n in range(10)]
    assert {(at.hour, at.minute, at.second) for at in landed} == {(18, 7, 0)}
    assert len({at.utcoffset() for at in landed}) == 2  # the change lies in between


@pytest.mark.parametrize(
    ("zone", "day", "at", "lands"),
    [
        ("Europe/Berlin", "2026-03-29", (2, 30), "01:30"),  # leapt over: 3:30 there
        ("Europe/Berlin", "2026-10-25", (2, 30), "00:30"),  # twice: the first of both
        ("America/New_York", "2026-03-08", (2, 0), "07:00"),
        ("Australia/Lord_Howe", "2026-10-04", (2, 15), "15:45"),
        ("Europe/Berlin", "2026-06-01", (2, 30), "00:30"),
    ],
)
def test_a_time_that_the_clock_leaps_over_or_shows_twice_comes_once(zone, day, at, lands):
    moment = to_instant(date.fromisoformat(day), time(*at), ZoneInfo(zone))

    assert f"{moment:%H:%M}" == lands


@pytest.mark.parametrize(
    ("text", "after", "lands"),
    [
        ("mon 18:00", "2026-06-01T15:59+00:00", "2026-06-01T16:00+00:00"),
        ("mon 18:00", "2026-06-01T16:00+00:00", "2026-06-08T16:00+00:00"),  # later, not at once
        ("mon 18:00, wed 9:30", "2026-06-01T17:00+00:00", "2026-06-03T07:30+00:00"),
        ("mon 18:00 tiktok, fri 18:00", "2026-06-01T00:00+00:00", "2026-06-05T16:00+00:00"),
        ("mon 18:00 youtube", "2026-06-01T00:00+00:00", "2026-06-01T16:00+00:00"),
        ("mon 18:00 tiktok", "2026-06-01T00:00+00:00", None),
        ("none", "2026-06-01T00:00+00:00", None),
    ],
)
def test_the_next_slot_is_the_first_that_fits(text, after, lands):
    assert _next(text, after) == (datetime.fromisoformat(lands) if lands else None)


def test_a_taken_slot_is_passed_over():
    taken = ["2026-06-01T16:00+00:00", "2026-06-08T16:00+00:00"]

    assert _next("mon 18:00", "2026-06-01T00:00+00:00", taken=taken) == datetime(
        2026, 6, 15, 16, tzinfo=UTC
    )


def test_where_all_slots_of_a_year_are_taken_there_is_none():
    first = datetime(2026, 6, 1, 16, tzinfo=UTC)
    taken = [(first + timedelta(days=7 * n, hours=h)) for n in range(60) for h in (0, 1)]

    found = find_next_slot(
        read_slots("mon 18:00"),
        BERLIN,
        after=first - timedelta(hours=1),
        platform=Platform.YOUTUBE,
        taken=taken,
    )

    assert found is None


def test_slots_are_read_and_written_as_people_write_them():
    slots = read_slots(" Fri 20:30 tiktok;monday 8.05\n, Mon 08:05 ")

    assert slots == (
        PostingSlot(weekday=4, hour=20, minute=30, platform=Platform.TIKTOK),
        PostingSlot(weekday=0, hour=8, minute=5),
    )
    assert write_slots(slots) == "Mon 08:05, Fri 20:30 tiktok"
    assert set(read_slots(write_slots(slots))) == set(slots)
    assert read_slots("") == read_slots("None") == ()


@pytest.mark.parametrize(
    "text",
    ["someday 18:00", "mon 24:00", "mon 18:60", "mon", "18:00", "mon 18:00 myspace", "x" * 99],
)
def test_what_is_no_slot_is_named(text):
    with pytest.raises(InvalidInput, match="posting slot"):
        read_slots(text)


def test_a_week_has_a_bounded_number_of_slots():
    with pytest.raises(InvalidInput, match="at most 70"):
        read_slots(", ".join(["mon 18:00"] * 71))


@pytest.mark.parametrize(
    ("text", "lands"),
    [
        ("2026-11-30 18:00", "2026-11-30T17:00+00:00"),
        (" 2026-7-1T8:05 ", "2026-07-01T06:05+00:00"),
        ("2026-10-25 02:30", "2026-10-25T00:30+00:00"),  # shown twice: the first
    ],
)
def test_a_time_is_read_as_a_clock_there_shows_it(text, lands):
    assert read_local_time(text, BERLIN) == datetime.fromisoformat(lands)


@pytest.mark.parametrize(
    "text",
    ["tomorrow", "", "2026-13-01 10:00", "2026-02-30 10:00", "2026-01-01 24:00", "0000-01-01 1:00"],
)
def test_what_is_no_time_is_refused_with_an_example(text):
    with pytest.raises(InvalidInput, match="2026-11-30 18:00"):
        read_local_time(text, BERLIN)


def test_a_time_that_does_not_exist_there_is_refused():
    with pytest.raises(InvalidInput, match="skip 02:30"):
        read_local_time("2026-03-29 02:30", BERLIN)


@pytest.mark.parametrize("text", ["0001-01-01 00:00", "9999-12-31 23:59"])
def test_a_time_beyond_all_clocks_is_refused_with_a_sentence(text):
    for zone in ("Asia/Tokyo", "America/Los_Angeles"):
        with contextlib.suppress(InvalidInput):
            read_local_time(text, ZoneInfo(zone))
