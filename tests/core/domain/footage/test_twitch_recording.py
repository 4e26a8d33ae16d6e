from datetime import timedelta

import pytest

from core.domain.footage.twitch_recording import TwitchRecording, choose_recording
from tests.builders import NOON, make_stream


@pytest.mark.parametrize(
    ("starts", "expected"),
    [
        ({"1": 0.0}, "1"),
        ({"1": -700.0, "2": 8.0, "3": 500.0}, "2"),  # the next stream began soon after
        ({"1": 601.0, "2": -601.0}, None),  # more than ten minutes away
        ({}, None),
    ],
)
def test_the_recording_that_began_with_the_stream_is_its(starts, expected):
    recordings = [
        TwitchRecording(id=one, created_at=NOON + timedelta(seconds=seconds))
        for one, seconds in starts.items()
    ]

    chosen = choose_recording(recordings, make_stream())

    assert (chosen.id if chosen else None) == expected
