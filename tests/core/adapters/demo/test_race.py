"""The race: the ship stays in the middle part of the picture, and collects orbs."""

import random

import pytest

from core.adapters.demo.race import Race
from core.adapters.demo.timeline import Timeline

LEFT, RIGHT = 219, 421  # the centre 9:16 part of 640 columns


@pytest.fixture(scope="module")
def timeline() -> Timeline:
    return Timeline()


@pytest.fixture(scope="module")
def race(timeline) -> Race:
    return Race(random.Random(1), timeline)


def test_the_ship_stays_within_the_vertical_crop(race, timeline):
    poses = [race.pose_of(timeline.at(tenth / 10)) for tenth in range(3600)]

    assert all(LEFT + 42 < pose.x < RIGHT - 42 for pose in poses)


@pytest.mark.parametrize(
    ("offset", "shown"),
    [(199.9, True), (200.5, False), (203.9, False), (206.0, True), (300.0, True)],
)
def test_the_ship_is_gone_after_the_crash_until_it_is_rebuilt(race, timeline, offset, shown):
    assert race.pose_of(timeline.at(offset)).is_shown is shown


def test_the_ship_rolls_in_the_miracle_only(race, timeline):
    assert race.pose_of(timeline.at(292.2)).turn > 1
    assert abs(race.pose_of(timeline.at(100.0)).turn) <= 0.36


def test_orbs_are_collected_along_the_way(race, timeline):
    counts = [race.count_orbs(timeline.at(float(at))) for at in (0, 120, 240, 359)]

    assert counts[0] == 0
    assert counts == sorted(set(counts))
