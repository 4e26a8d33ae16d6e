from datetime import UTC, date, datetime

from core.domain.learning.daily_chat_counts import ChatDayCounter
from core.domain.learning.metrics import DayCounts

EVENING = datetime(2026, 3, 1, 23, 59, tzinfo=UTC)


def test_a_day_is_counted():
    counter = ChatDayCounter("s1", EVENING)
    for offset, chatter in ((1.5, "ann"), (2.0, "bob"), (3.0, "ann")):
        counter.count_message(offset, chatter)
    counter.count_spike(4.0)
    counter.count_call(5.0)

    assert counter.take_totals() == (
        DayCounts(
            on=date(2026, 3, 1),
            counts={"chat messages": 3, "chatters": 2, "spikes": 1, "clips asked for": 1},
        ),
    )
    assert counter.name == "chat-s1-1500"


def test_midnight_closes_a_day_and_a_late_message_does_not_open_it_again():
    counter = ChatDayCounter("s1", EVENING)
    counter.count_message(59.0, "ann")
    counter.count_message(61.0, "ann")
    counter.count_message(58.0, "bob")

    assert [(day.on.day, dict(day.counts)) for day in counter.take_totals()] == [
        (1, {"chat messages": 1, "chatters": 1}),
        (2, {"chat messages": 2, "chatters": 2}),
    ]
    assert [day.on.day for day in counter.take_totals()] == [2]


def test_a_silent_stream_has_no_day():
    counter = ChatDayCounter("s1", EVENING)

    assert counter.take_totals() == ()
    assert counter.name == "chat-s1-0"


def test_a_stream_heard_again_has_the_same_name_and_one_that_goes_on_another():
    names = set()
    for first in (0.5, 0.5, 900.0):
        counter = ChatDayCounter("s1", EVENING)
        counter.count_message(first, "ann")
        names.add(counter.name)

    assert names == {"chat-s1-500", "chat-s1-900000"}
