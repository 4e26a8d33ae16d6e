from datetime import timedelta

import pytest

from core.domain.live_moment import (
    MomentWindow,
    choose_duration,
    name_moment,
    place_clip,
    place_window,
    read_moment_name,
)
from tests.builders import NOON, make_spike, make_stream


def at(seconds):
    return NOON + timedelta(seconds=seconds)


def make_window(start=60, peak=80, end=90):
    return MomentWindow(start_at=at(start), peak_at=at(peak), end_at=at(end))


@pytest.mark.parametrize(
    ("start", "peak", "end", "expected"),
    [
        (60, 80, 90, (60, 80, 90)),
        (60, 95, 90, (60, 90, 90)),  # chat peaked after the window: its end counts
        (60, 50, 90, (60, 60, 90)),
        (-5, 3, 20, (0, 3, 20)),  # nothing is before the stream
    ],
)
def test_a_window_lies_in_the_streams_own_time(start, peak, end, expected):
    spike = make_spike(start_seconds=start, peak_seconds=peak, end_seconds=end)

    window = place_window(make_stream(started_at=NOON), spike)

    assert window == make_window(*expected)


def test_a_margin_is_wanted_on_both_sides():
    window = make_window()

    assert (window.wanted_from, window.wanted_until) == (at(57), at(93))


@pytest.mark.parametrize(
    ("starts", "seconds", "expected"),
    [
        (57, 36, (3.0, 33.0)),  # 60 - 57 to 90 - 57
        (65, 40, (0.0, 25.0)),  # seen from 65 on only
        (57, 20, (3.0, 20.0)),  # an advertisement came at 77
        (57, 6, (3.0, 6.0)),  # three seconds are just enough
        (57, 5.9, None),
        (100, 30, None),  # the whole window was missed
    ],
)
def test_a_clip_takes_what_was_seen_of_its_window(starts, seconds, expected):
    place = place_clip(make_window(), video_starts_at=at(starts), video_seconds=seconds)

    assert place == expected


@pytest.mark.parametrize(
    ("now", "expected"),
    [(92, 32.0), (63, 5.0), (200, 60.0), (91.26, 31.3)],
)
def test_a_platforms_clip_begins_with_the_window_as_far_as_it_may(now, expected):
    """Twitch's clips have 5 to 60 s, end where they are asked for, and count in tenths."""
    assert choose_duration(make_window(), at=at(now)) == expected


def test_a_moment_is_named_by_its_stream_and_its_detection():
    name = name_moment(make_stream().id, make_spike(detected_at_seconds=93.4))

    assert read_moment_name(name) == (make_stream().id, 93_400)


@pytest.mark.parametrize("name", ["", "stream", "stream.x", "a.b.1"])
def test_another_name_is_refused(name):
    with pytest.raises(ValueError):  # noqa: PT011 - int's and split's own words are not ours
        read_moment_name(name)
