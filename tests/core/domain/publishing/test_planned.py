from datetime import timedelta

from core.domain.publishing.planned import Planned, find_first
from core.domain.work.platform import Platform
from tests.builders import NOON


def plan(at=None):
    return Planned(platform=Platform.YOUTUBE, account_id="", at=at)


def test_the_first_slot_bounds_how_long_a_plan_holds():
    later = NOON + timedelta(hours=1)

    assert find_first((plan(later), plan(), plan(NOON))) == NOON
    assert find_first((plan(),)) is None
    assert find_first(()) is None
