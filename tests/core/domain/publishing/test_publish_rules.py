from datetime import datetime

import pytest

from core.domain.publishing.publish_rules import DAILY_CAPS
from core.domain.work.platform import Platform

YOUTUBE, TIKTOK = DAILY_CAPS[Platform.YOUTUBE], DAILY_CAPS[Platform.TIKTOK]


@pytest.mark.parametrize(
    ("cap", "at", "day", "reset"),
    [
        # Midnight Pacific is 08:00 UTC in winter and 07:00 in summer.
        (YOUTUBE, "2026-01-10T07:59Z", "2026-01-09", "2026-01-10T08:00Z"),
        (YOUTUBE, "2026-01-10T08:00Z", "2026-01-10", "2026-01-11T08:00Z"),
        (YOUTUBE, "2026-07-10T07:00Z", "2026-07-10", "2026-07-11T07:00Z"),
        # The night of 8 March 2026, in which the clocks go forward: 23 hours.
        (YOUTUBE, "2026-03-08T09:00Z", "2026-03-08", "2026-03-09T07:00Z"),
        (TIKTOK, "2026-01-10T23:59Z", "2026-01-10", "2026-01-11T00:00Z"),
    ],
)
def test_a_day_of_a_cap_is_the_platforms_own(cap, at, day, reset):
    moment = datetime.fromisoformat(at)

    assert cap.name_day(moment).isoformat() == day
    assert cap.find_reset(moment) == datetime.fromisoformat(reset)
