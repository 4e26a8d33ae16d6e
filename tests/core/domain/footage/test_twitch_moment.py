from dataclasses import replace
from datetime import timedelta

import pytest

from core.domain.footage.twitch_moment import TwitchMoment, find_moment, is_vod_of
from core.domain.work.ids import AssetId
from tests.builders import NOON, make_clip, make_spike, make_stream, make_test_ulid

STREAM = make_stream(started_at=NOON)


def test_a_clip_that_chat_made_lies_where_its_spike_says():
    spike = replace(make_spike(), start_seconds=100.0, end_seconds=130.0)

    moment = find_moment(make_clip(spike=spike), STREAM)

    assert moment == TwitchMoment(end_seconds=130.0, duration_seconds=30.0)


@pytest.mark.parametrize(
    ("start", "end", "duration"),
    [(10.0, 40.0, 30.0), (10.0, 12.0, 5.0), (10.0, 100.0, 60.0), (10.0, 40.06, 30.1)],
)
def test_another_clip_lies_in_its_stream_where_the_asset_is_the_whole_of_it(start, end, duration):
    clip = make_clip(spike=None, start_seconds=start, end_seconds=end)
    stream = replace(STREAM, asset_id=clip.asset_id)

    moment = find_moment(clip, stream)

    assert moment == TwitchMoment(end_seconds=end, duration_seconds=duration)
    elsewhere = replace(STREAM, asset_id=AssetId(make_test_ulid(77)))
    assert find_moment(clip, elsewhere) is None


@pytest.mark.parametrize(
    ("end", "duration", "ahead_seconds", "offset"),
    [
        (130.0, 30.0, 0, 130),
        (130.2, 30.0, 0, 131),  # the end, rounded up: nothing of the moment is cut off
        (130.0, 30.0, 20, 150),  # the VOD began 20 s before the stream as we know it
        (10.0, 30.0, 0, 30),  # vod_offset must be at least the duration
    ],
)
def test_the_offset_in_a_vod_is_the_end_of_the_clip(end, duration, ahead_seconds, offset):
    moment = TwitchMoment(end_seconds=end, duration_seconds=duration)

    found = moment.find_vod_offset(STREAM, NOON - timedelta(seconds=ahead_seconds))

    assert found == offset


def test_a_moment_is_live_for_a_minute():
    moment = TwitchMoment(end_seconds=100.0, duration_seconds=30.0)

    assert moment.is_live(STREAM, NOON + timedelta(seconds=160))
    assert not moment.is_live(STREAM, NOON + timedelta(seconds=161))


@pytest.mark.parametrize(("minutes", "expected"), [(0, True), (-10, True), (10, True), (11, False)])
def test_a_vod_is_of_the_stream_that_began_with_it(minutes, expected):
    assert is_vod_of(STREAM, NOON + timedelta(minutes=minutes)) is expected
