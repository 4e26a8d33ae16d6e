import pytest

from core.adapters.chat_logs.log_times import parse_time, search_time
from core.adapters.chat_logs.timeline import Timeline, check_seconds
from core.errors import InvalidInput


def _parse(text):
    time = parse_time(text)
    assert time is not None
    return time


def _begin(timeline, header):
    time = search_time(header)
    assert time is not None
    timeline.start_at(time)


def _place(times, timeline=None):
    timeline = timeline or Timeline()
    return [timeline.place(parse_time(text)) for text in times]


def test_offsets_are_as_they_are_written():
    timeline = Timeline()

    assert _place(["0:00:07", "1:00:00"], timeline) == [7.0, 3600.0]
    assert timeline.notes == ()


def test_a_clock_that_begins_with_hour_0_counts_from_the_start_and_says_so():
    timeline = Timeline()

    assert _place(["00:00:07", "01:00:00"], timeline) == [7.0, 3600.0]
    assert "--offset" in timeline.notes[0]


@pytest.mark.parametrize(
    ("times", "offsets"),
    [
        (["15:02:55", "15:02:57"], [0.0, 2.0]),
        (["23:59:58", "00:00:02", "00:00:01"], [0.0, 4.0, 3.0]),
        (["11:59:58 PM", "12:00:02 AM"], [0.0, 4.0]),
        (["2026-05-23 23:59:58", "2026-05-24 00:00:02"], [0.0, 4.0]),
        (["05/06/2026 23:59:58", "06/06/2026 00:00:02", "13/06/2026 00:00:02"], [0, 4, 604_804]),
        (["05/06/2026 23:59:58", "05/07/2026 00:00:02"], [0.0, 4.0]),
        (["Dec 31 23:59:58", "Jan 1 00:00:02"], [0.0, 4.0]),
        (["1779548575", "1779548576.5"], [0.0, 1.5]),
    ],
)
def test_times_of_day_count_from_the_first_and_the_guess_is_said(times, offsets):
    timeline = Timeline()

    assert _place(times, timeline) == offsets
    assert "--offset" in timeline.notes[0]
    assert not timeline.is_told


def test_a_person_may_say_where_the_first_message_is():
    timeline = Timeline(first_at=7.0)

    assert _place(["15:02:55", "15:02:57"], timeline) == [7.0, 9.0]
    assert timeline.notes == ()


@pytest.mark.parametrize(
    ("header", "first"),
    [
        ("# Start logging at 2026-05-23 15:02:48 CEST", "15:02:55"),
        ("# Log started: 2026-05-23 15:02:48 +0000", "2026-05-23 15:02:55 +0200"),
        ("**** BEGIN LOGGING AT Sat May 23 15:02:48 2026", "May 23 15:02:55"),
    ],
)
def test_a_log_that_says_when_it_was_begun_counts_from_there(header, first):
    timeline = Timeline()
    _begin(timeline, header)

    assert _place([first], timeline) == [7.0]
    assert "7 seconds before" in timeline.notes[0]


def test_a_log_begun_hours_before_says_nothing_of_the_stream():
    timeline = Timeline()
    _begin(timeline, "Log opened 2026-05-23 09:00:00")

    assert _place(["2026-05-23 15:02:55"], timeline) == [0.0]


@pytest.mark.parametrize(("first", "offset"), [("3607", 7.0), ("7", 7.0)])
def test_a_trimmed_recording_counts_from_where_it_was_trimmed(first, offset):
    """Some tools write the offsets of the whole, others those of the part."""
    timeline = Timeline()
    timeline.cut_before(3600.0)

    assert _place([first], timeline) == [offset]


def test_milliseconds_that_nothing_tells_of_are_a_guess():
    timeline = Timeline(bare_unit=0.001)

    assert _place(["7000"], timeline) == [7.0]
    assert "milliseconds" in timeline.notes[0]


def test_times_of_another_kind_are_of_another_log():
    assert _place(["7", "1779548575"]) == [7.0, None]
    assert _place(["1779548575", "7"]) == [0.0, None]
    assert _place([""]) == [None]


@pytest.mark.parametrize(
    "times",
    [
        ["15:02", "15:02", "15:03"],
        ["00:12"] * 9,
        ["2026-05-23 15:02"],
        ["9:05"] * 9,
    ],
)
def test_hours_and_minutes_are_refused(times):
    with pytest.raises(InvalidInput, match="have no seconds"):
        check_seconds(map(_parse, times), "This")


@pytest.mark.parametrize(
    "times", [["0:07", "0:07"], ["00:07", "00:09"], ["15:02", "59:10"], ["15:02", "1:00:05"], []]
)
def test_minutes_and_seconds_are_not(times):
    check_seconds(map(_parse, times), "This")


def test_no_day_has_26_hours():
    timeline = Timeline()

    assert timeline.place(parse_time("26:00:07")) == 26 * 3600 + 7
