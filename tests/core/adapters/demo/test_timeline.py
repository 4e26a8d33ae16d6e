"""The race's course: it moves on, stops in the crash, and steers to the middle when it counts."""

import pytest

from core.adapters.demo.story import HIGHLIGHTS
from core.adapters.demo.timeline import Timeline


@pytest.fixture(scope="module")
def timeline() -> Timeline:
    return Timeline()


def test_the_ship_never_moves_back(timeline):
    positions = [timeline.at(float(second)).position for second in range(360)]

    assert positions == sorted(positions)


def test_the_ship_stands_still_after_the_crash(timeline):
    assert timeline.at(201.0).speed == pytest.approx(0, abs=0.01)
    assert timeline.at(190.0).speed > 8


@pytest.mark.parametrize("highlight", HIGHLIGHTS, ids=lambda h: h.kind)
def test_the_ship_is_in_the_middle_at_a_highlight(timeline, highlight):
    """A centre crop must hold the action."""
    assert timeline.at(highlight.offset_seconds).steering == pytest.approx(0, abs=0.01)


def test_each_highlight_leads_into_the_next_sector(timeline):
    assert [timeline.at(h.offset_seconds + 3.9).theme for h in HIGHLIGHTS] == [1, 2, 3, 4]


def test_steering_is_known_by_position(timeline):
    moment = timeline.at(33.0)

    assert timeline.steering_at_position(moment.position) == pytest.approx(
        moment.steering, abs=0.01
    )
