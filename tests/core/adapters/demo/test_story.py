"""The script: highlights far enough apart, and nothing that could be mistaken for one."""

import itertools

import pytest

from core.adapters.demo import story
from core.adapters.demo.story import HIGHLIGHTS, HighlightKind


def test_highlights_lie_at_least_45_seconds_apart_between_90_and_340_seconds():
    offsets = [highlight.offset_seconds for highlight in HIGHLIGHTS]

    assert all(later - sooner >= 45 for sooner, later in itertools.pairwise(offsets))
    assert offsets[0] >= 90
    assert offsets[-1] <= 340


def test_the_raid_is_over_before_chat_reacts_to_the_next_highlight():
    """A raid deafens the detector for up to 90 s; chat reacts 3.5 s after a highlight."""
    after = [
        highlight.offset_seconds
        for highlight in HIGHLIGHTS
        if highlight.offset_seconds > story.RAID_AT_SECONDS
    ]

    assert min(after) + 3.5 > story.RAID_AT_SECONDS + 90


def test_seconds_since_a_highlight_are_negative_before_it():
    assert story.seconds_since(HighlightKind.CRASH, 196.0) == -4.0


@pytest.mark.parametrize(
    ("offset", "delay", "expected"),
    [
        (199.9, 0.0, 0),
        (200.0, 0.0, 1),
        (203.0, 3.8, 0),  # 203.0 - 3.8 = 199.2, before the first
        (360.0, 0.0, 4),
    ],
)
def test_past_highlights_are_counted_after_the_delay(offset, delay, expected):
    assert story.count_past_highlights(offset, delay_seconds=delay) == expected
