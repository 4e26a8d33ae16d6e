from core.adapters.sqs.sqs_time import SqsTime
from tests.builders import NOON
from tests.contracts.stepped_clock import SteppedClock

AT_NINE = "Mon, 30 Nov 2026 09:00:00 GMT"
AT_NINE_SECONDS = 1796029200


def make():
    clock = SteppedClock()
    return clock, SqsTime(steady_seconds=clock.steady_seconds, now=clock.now)


def test_the_time_is_that_of_the_last_answer_and_what_went_by_since():
    clock, time = make()
    time.note(AT_NINE)

    clock.step(12.5)
    clock.set_by(86400)

    assert time.now_seconds() == AT_NINE_SECONDS + 12.5


def test_answers_that_come_late_do_not_put_it_back():
    clock, time = make()
    time.note(AT_NINE)
    clock.step(1.5)

    time.note("Mon, 30 Nov 2026 09:00:01 GMT")

    assert time.now_seconds() == AT_NINE_SECONDS + 1.5


def test_a_clock_that_runs_fast_is_put_right_by_the_answers():
    clock, time = make()
    time.note(AT_NINE)
    clock.step(5)

    time.note("Mon, 30 Nov 2026 09:00:01 GMT")

    assert time.now_seconds() == AT_NINE_SECONDS + 1


def test_an_answer_without_a_time_says_nothing_of_it():
    _, time = make()
    for date in (None, "", "yesterday"):
        time.note(date)

    assert time.now_seconds() == NOON.timestamp()
