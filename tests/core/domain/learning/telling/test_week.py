from datetime import date

import pytest

from core.domain.learning.streak import LOOK_BACK_DAYS, Streak
from core.domain.learning.telling.week import Week, write_letter
from core.domain.people.preferences import Wants
from core.domain.people.voice import Tone

WEEK = Week(
    first=date(2026, 3, 2),
    last=date(2026, 3, 8),
    clips=3,
    posts=7,
    views=12_345,
    likes=600,
    best_title="The leap",
    best_views=9_000,
    learned=("Short clips get about 2 times the views.",),
    experiments=("Experiment: 4 of 20 posts are out.",),
    score="The score predicts views a bit.",
    tasks=("One", "Two", "Three", "Four"),
    streak=Streak(goal=2, days=4, today=0, this_month=11),
    monthly_clips=60,
)


def list_lines(letter):
    return [line for lines in letter.paragraphs for line in lines]


def is_fact(line):
    """Say whether it holds something of the week; a remark holds nothing of it."""
    return any(c.isdigit() for c in line) or line in {*WEEK.learned, *WEEK.experiments, WEEK.score}


def test_the_same_week_has_the_same_facts_in_every_tone():
    """A tone is around the facts: whoever wants to be insulted gets the same numbers."""
    letters = {tone: write_letter(WEEK, Wants(tone=tone)) for tone in Tone}
    facts = [line for line in list_lines(letters[Tone.POLITE]) if is_fact(line)]
    assert len(facts) == 10

    assert len({letter.text for letter in letters.values()}) == len(Tone)
    assert len({letter.subject for letter in letters.values()}) == 1
    for letter in letters.values():
        lines = list_lines(letter)
        assert [line for line in lines if line in facts] == facts
        assert len(lines) == len(facts) + 5


def test_it_tells_what_went_out_what_it_did_the_goal_and_three_things_to_do():
    text = write_letter(WEEK, Wants(display_name="Ada")).text

    for told in (
        "Ada",
        "3 clips went out in 7 posts: 12,345 views and 600 likes so far.",
        "Most watched: “The leap”, 9,000 views.",
        "Streak: 4 days with at least 2 clips.",
        "This month: 11 of 60 clips.",
        "3. Three",
    ):
        assert told in text
    assert "Four" not in text


@pytest.mark.parametrize("tone", list(Tone))
def test_an_empty_week_is_a_letter_too(tone):
    week = Week(first=WEEK.first, last=WEEK.last, silence="Nothing is claimed.")

    text = write_letter(week, Wants(tone=tone)).text

    assert "No post went out." in text
    assert "Nothing is claimed." in text
    assert "Streak" not in text


def test_a_long_streak_says_no_more_than_is_known():
    week = Week(
        first=WEEK.first, last=WEEK.last, streak=Streak(goal=1, days=LOOK_BACK_DAYS, this_month=1)
    )

    assert (
        f"{LOOK_BACK_DAYS} or more days with at least 1 clip." in write_letter(week, Wants()).text
    )
