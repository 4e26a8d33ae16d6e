from datetime import timedelta

from core.domain.asking.answer import Answer
from core.domain.asking.conversation import Turn, keep_recent
from core.domain.asking.question import read_question
from tests.builders import NOON


def make_turn(minutes_ago):
    return Turn(
        at=NOON - timedelta(minutes=minutes_ago),
        question=read_question("clips"),
        answer=Answer(text="", basis=""),
    )


def test_ten_minutes_and_six_turns_are_remembered():
    turns = [make_turn(minutes) for minutes in (11, 10, 9, 8, 7, 6, 5, 4)]

    kept = keep_recent(turns, NOON)

    assert kept == tuple(turns[2:])


def test_a_clock_that_was_set_back_remembers_nothing_of_the_time_to_come():
    assert keep_recent([make_turn(-5)], NOON) == ()
