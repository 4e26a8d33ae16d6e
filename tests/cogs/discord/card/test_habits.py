from dataclasses import replace

from cogs.discord.card.habits import describe_habits
from core.domain.people.card_habits import CardHabits
from core.domain.people.quiet_hours import QuietHours
from tests.builders import make_binding


def test_habits_are_told_in_four_lines():
    assert describe_habits(make_binding()).splitlines() == [
        "- Cards go to <#11>.",
        "- Nobody is pinged.",
        "- No hour is quiet.",
        "- 👍 and 👎 say nothing.",
    ]
    habits = CardHabits(
        counts_thumbs=True,
        ping_minutes=30,
        has_digest=True,
        quiet=QuietHours(from_hour=22, until_hour=7),
    )
    assert describe_habits(
        replace(make_binding(), habits=habits, digest_thread_id="15")
    ).splitlines() == [
        "- Cards go to <#15>, and a message in the channel says how many wait.",
        "- <@&12> is pinged at most every 30 minutes while cards wait.",
        "- Quiet from 22:00 until 7:00.",
        "- 👍 and 👎 decide, too.",
    ]
