from datetime import timedelta

import pytest

from core.domain.footage.live_moment import (
    MomentWindow,
    choose_duration,
    is_over,
    name_moment,
    place_clip,
    place_platform_clip,
    place_window,
    read_moment_name,
)
from core.domain.footage.twitch_clip import TwitchClip
from tests.builders import NOON, make_spike, make_stream
from tests.contracts.moments import make_moment


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


@pytest.mark.parametrize(
    ("vod_seconds", "asked", "expected"),
    [
        (61, 95, 61),  # the recording says it
        (None, 95, 65),  # 95 - 30
        (None, None, 67),  # 97 - 30
    ],
)
def test_a_platforms_clip_lies_where_its_recording_says_or_before_it_was_asked_for(
    vod_seconds, asked, expected
):
    clip = TwitchClip(
        id="Fun",
        url="u",
        title="t",
        duration_seconds=30,
        created_at=at(97),
        vod_seconds=vod_seconds,
    )
    moment = make_moment(asked_at=None if asked is None else at(asked))

    assert place_platform_clip(make_stream(started_at=NOON), moment, clip) == at(expected)


@pytest.mark.parametrize(("now", "expected"), [(139.9, False), (140, True)])  # the peak is at 80
def test_a_moment_is_over_when_no_clip_of_now_reaches_its_peak(now, expected):
    assert is_over(make_window(), at=at(now)) is expected
