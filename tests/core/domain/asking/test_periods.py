from datetime import date, time

import pytest

from core.domain.asking.periods import drop_periods, find_clock, find_period, to_time
from core.domain.asking.words import fold

TODAY = date(2026, 11, 25)  # a Wednesday


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("this week", (11, 23), (11, 29)),
        ("last week", (11, 16), (11, 22)),
        ("letzte Woche", (11, 16), (11, 22)),
        ("la semana pasada", (11, 16), (11, 22)),
        ("la semaine dernière", (11, 16), (11, 22)),
        ("nächste Woche", (11, 30), (12, 6)),
        ("this month", (11, 1), (11, 30)),
        ("last month", (10, 1), (10, 31)),
        ("today", (11, 25), (11, 25)),
        ("yesterday's stream", (11, 24), (11, 24)),
        ("gestern", (11, 24), (11, 24)),
        ("vorgestern", (11, 23), (11, 23)),
        ("mañana", (11, 26), (11, 26)),
        ("hier", (11, 24), (11, 24)),
        ("demain", (11, 26), (11, 26)),
        ("the last 7 days", (11, 19), (11, 25)),
        ("in den letzten drei Tagen", (11, 23), (11, 25)),
        ("past 2 weeks", (11, 12), (11, 25)),
        ("the next 3 days", (11, 25), (11, 27)),
        ("on 2026-11-20", (11, 20), (11, 20)),
        ("am 20.11. um acht", (11, 20), (11, 20)),
        ("am 20. November", (11, 20), (11, 20)),
        ("on Nov 20th", (11, 20), (11, 20)),
        ("in October", (10, 1), (10, 31)),
        ("on Friday", (11, 20), (11, 20)),
        ("last Wednesday", (11, 18), (11, 18)),
        ("on Wednesday", (11, 25), (11, 25)),
        ("next Monday", (11, 30), (11, 30)),
        ("how was the weekend", (11, 21), (11, 22)),
        ("for the weekend", (11, 28), (11, 29)),
    ],
)
def test_a_period_is_what_people_mean_by_it(text, first, last):
    period = find_period(fold(text), TODAY)

    assert period is not None
    assert (period.first, period.last) == (date(2026, *first), date(2026, *last))


def test_a_day_of_the_week_can_be_the_coming_one():
    friday = find_period("friday", TODAY, is_ahead=True)

    assert friday is not None
    assert friday.first == date(2026, 11, 27)
    wednesday = find_period("next wednesday", TODAY, is_ahead=True)
    assert wednesday is not None
    assert wednesday.first == date(2026, 12, 2)


@pytest.mark.parametrize("text", ["", "my clips", "was ist hier kaputt", "2026-13-45", "99.99."])
def test_what_names_no_days_is_no_period(text):
    assert find_period(text, TODAY) is None


def test_a_day_near_the_turn_of_the_year_is_the_nearest():
    day = find_period("on january 2", date(2026, 12, 30))

    assert day is not None
    assert day.first == date(2027, 1, 2)


@pytest.mark.parametrize(
    ("text", "clock"),
    [
        ("at 20:14", (20, 14, 0)),
        ("at 8:14 pm", (20, 14, 0)),
        ("at 12:05 am", (0, 5, 0)),
        ("1:02:03", (1, 2, 3)),
        ("a 20h14", (20, 14, 0)),
        ("um 20.14 uhr", (20, 14, 0)),
        ("um 20 uhr", (20, 0, 0)),
        ("at 9 pm", (21, 0, 0)),
        ("at 25:00", None),
        ("at 20:61", None),
        ("2026-11-20", None),
        ("99 uhr", None),
    ],
)
def test_a_time_of_day_is_read_as_it_is_said(text, clock):
    assert find_clock(text) == clock


@pytest.mark.parametrize(
    ("text", "within"),
    [
        ("this week", "this week"),
        ("yesterday", "yesterday"),
        ("vorgestern", "the day before yesterday"),
        ("on friday", "on Friday 20 November"),
        ("the last 7 days", "in the last 7 days"),
        ("in october", "in October 2026"),
    ],
)
def test_a_period_can_end_a_sentence(text, within):
    period = find_period(text, TODAY)

    assert period is not None
    assert period.within == within


def test_what_is_said_of_time_is_no_thing():
    assert drop_periods("clips of last week").split() == ["clips", "of"]
    assert drop_periods("my last stream") == "my last stream"
    assert to_time((20, 14, 0)) == time(20, 14)
