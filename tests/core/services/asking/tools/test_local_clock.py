from datetime import UTC, date, datetime

import pytest

from core.errors import InvalidInput
from core.services.asking.tools.local_clock import LocalClocks
from tests.asking.workspace import NOW
from tests.builders import CREATOR
from tests.fakes.creators import FakeProfiles
from tests.fakes.stores import FakeStores
from tests.fakes.time_and_ids import FakeClock
from tests.plan_builders import make_profile


@pytest.fixture
async def clock():
    fake = FakeClock(NOW)
    profiles = FakeProfiles(FakeStores(fake).memory)
    await profiles.save_profile(make_profile(time_zone="Europe/Berlin"))
    return await LocalClocks(clock=fake, profiles=profiles).open(CREATOR)


def test_times_are_shown_as_the_creators_clock_shows_them(clock):
    assert clock.show(NOW) == "2026-11-25 19:00"
    assert clock.show(None) is None
    assert clock.today == date(2026, 11, 25)


def test_a_day_begins_at_the_creators_midnight(clock):
    start, end = clock.read_span({"from_day": "2026-11-25", "to_day": "2026-11-25"})

    assert start == datetime(2026, 11, 24, 23, tzinfo=UTC)
    assert end == datetime(2026, 11, 25, 23, tzinfo=UTC)
    assert clock.read_span({}) == (None, None)


def test_days_are_the_last_ones_unless_they_are_named(clock):
    assert clock.read_days({}, days=7) == (date(2026, 11, 19), date(2026, 11, 25))


@pytest.mark.parametrize(
    "given", [{"from_day": "soon"}, {"from_day": "2026-12-01"}, {"from_day": "2020-01-01"}]
)
def test_days_that_cannot_be_are_refused(clock, given):
    with pytest.raises(InvalidInput):
        clock.read_days(given, days=7)
