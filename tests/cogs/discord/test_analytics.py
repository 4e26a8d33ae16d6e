from datetime import date

from cogs.discord.analytics import describe_days
from core.domain.learning.metrics import DayCounts, fill_days


def test_the_days_are_summed_and_the_busiest_is_named():
    days = (
        DayCounts(on=date(2026, 3, 1), counts={"chat messages": 900, "chatters": 40, "spikes": 2}),
        DayCounts(on=date(2026, 3, 3), counts={"chat messages": 1100, "clips asked for": 1}),
    )

    assert describe_days(fill_days(days, date(2026, 3, 1), date(2026, 3, 3))) == (
        "In the last 3 days (UTC): 2,000 chat messages, spikes: 2, clips asked for: 1.\n"
        "The busiest day was 03 March, with 1,100 chat messages by 0 chatters."
    )


def test_days_without_chat_are_said_so():
    days = fill_days((), date(2026, 3, 1), date(2026, 3, 30))

    assert describe_days(days) == "No chat was heard in the last 30 days."
