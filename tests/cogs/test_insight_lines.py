from dataclasses import replace

from cogs.insight_lines import list_lessons, list_wants
from core.domain.learning.lessons import Lessons
from core.domain.learning.streak import Streak
from core.domain.people.preferences import Wants
from tests.builders import CREATOR
from tests.core.adapters.table.stores.measuring.test_lessons import LESSONS


def test_lessons_are_told_with_what_is_not_known():
    text = "\n".join(list_lessons(replace(LESSONS, verdicts_told="Moderators agree.")))

    for told in (
        "**Evenings do better",
        "Not known.",
        "0 of 20 posts are out",
        "Whether the score predicts views on youtube is not known yet",
        "Moderators agree.",
        "Sound counts more here since March.",
    ):
        assert told in text
    assert "Nothing was looked at yet" in "\n".join(list_lessons(Lessons(creator_id=CREATOR)))


def test_wants_are_a_line_each():
    text = "\n".join(
        list_wants(
            Wants(display_name="*Ada*", daily_clips=2, monthly_clips=60, quiet_until_hour=7),
            Streak(goal=2, days=3, today=1, this_month=11),
        )
    )

    assert "\\*Ada\\*" in text
    assert "2 a day; today 1, streak 3" in text
    assert "11 of 60" in text
    assert "0:00 to 7:00" in text
    assert "none" in "\n".join(list_wants(Wants(), Streak(goal=0)))
