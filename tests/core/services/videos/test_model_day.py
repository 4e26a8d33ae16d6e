from datetime import UTC, datetime, timedelta

import pytest

from core.domain.videos.understanding import Trouble
from core.errors import QuotaReached
from core.ports.understanding import ClipAnswer
from core.services.videos.model_day import ModelDay, find_midnight
from tests.fakes.time_and_ids import FakeClock

NOON = datetime(2026, 11, 30, 12, 0, tzinfo=UTC)


def _used_up(retry_seconds=None):
    return ClipAnswer(trouble=Trouble.QUOTA_DAY, reason="Tomorrow.", retry_seconds=retry_seconds)


@pytest.mark.parametrize(
    ("now", "midnight"),
    [
        # Midnight in California is 8:00 in UTC in winter, and 7:00 in summer.
        (NOON, datetime(2026, 12, 1, 8, 0, tzinfo=UTC)),
        (datetime(2026, 11, 30, 3, 0, tzinfo=UTC), datetime(2026, 11, 30, 8, 0, tzinfo=UTC)),
        (datetime(2026, 7, 1, 12, 0, tzinfo=UTC), datetime(2026, 7, 2, 7, 0, tzinfo=UTC)),
    ],
)
def test_the_services_day_ends_at_its_own_midnight(now, midnight):
    assert find_midnight(now) == midnight


@pytest.mark.parametrize(
    ("retry_seconds", "hours"),
    [
        (None, 20),  # from 12:00 until 8:00
        (27.0, 20),  # the delay of another quota
        (7200.0, 2),
        (1e9, 24),
    ],
)
async def test_what_is_used_up_comes_back_with_the_day_and_not_before(retry_seconds, hours):
    clock = FakeClock(NOON)
    day = ModelDay(clock=clock)
    await day.note(_used_up(retry_seconds))

    clock.advance(hours * 3600 - 1)
    with pytest.raises(QuotaReached, match="Tomorrow") as refused:
        day.check()
    assert refused.value.until == NOON + timedelta(hours=hours)
    assert refused.value.again_seconds == 1.0

    clock.advance(1)
    day.check()


async def test_other_trouble_is_not_the_days():
    day = ModelDay(clock=FakeClock(NOON))

    await day.note(ClipAnswer(trouble=Trouble.QUOTA, retry_seconds=9999.0))

    day.check()
