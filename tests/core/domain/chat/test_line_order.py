from datetime import timedelta

import pytest

from core.domain.chat import line_order
from core.domain.chat.chat_message import NoticeKind
from core.domain.chat.line_order import LineOrder
from core.domain.chat.live_chat import LiveLine, LiveNotice
from tests.builders import NOON


def line(at):
    said_at = NOON + timedelta(seconds=at)
    return LiveLine(broadcaster_id="7", said_at=said_at, chatter="ann", text=f"{at}", message_id="")


def notice(at):
    return LiveNotice(
        broadcaster_id="7", at=NOON + timedelta(seconds=at), kind=NoticeKind.RAID, size=9
    )


def take(order, now):
    taken = []
    while held := order.take_due(now):
        taken.append(round(held.at - NOON.timestamp(), 3))
    return taken


def test_lines_in_order_are_due_at_once():
    order = LineOrder()
    taken = []

    for at in (0.0, 1.0, 1.0, 30.0):
        order.add(line(at), 100.0 + at)
        taken += take(order, 100.0 + at)

    assert taken == [0.0, 1.0, 1.0, 30.0]


def test_once_lines_have_overtaken_the_next_wait_for_those_behind():
    order = LineOrder()
    order.add(line(5.0), 105.0)
    order.add(line(3.0), 106.0)  # 3 s late: from now on, 25.1 s are waited
    assert take(order, 106.0) == []

    order.add(line(8.0), 108.0)
    order.add(line(7.0), 109.0)

    assert take(order, 112.0) == []
    assert take(order, 140.0) == [3.0, 5.0, 7.0, 8.0]


def test_what_could_not_be_heard_comes_first_again():
    order = LineOrder()
    for at in (1.0, 2.0):
        order.add(line(at), 100.0 + at)

    first = order.take_due(102.0)
    assert first is not None
    order.give_back(first)

    assert take(order, 102.0) == [1.0, 2.0]
    assert order.take_first() is None


@pytest.mark.parametrize(
    ("at", "place"),
    [
        (120.0, 10.0),  # by a clock that is two minutes ahead
        (-60.0, -10.0),  # by one that is behind
        (8.0, 8.0),
    ],
)
def test_a_notice_with_the_time_of_this_machine_lies_beside_the_lines(at, place):
    order = LineOrder()
    order.add(line(10.0), 110.0)
    assert take(order, 110.0) == [10.0]

    order.add(notice(at), 110.0)

    held = order.take_due(110.0)
    assert held is not None
    assert isinstance(held.event, LiveNotice)
    assert held.event.at == NOON + timedelta(seconds=place)


def test_a_notice_before_any_line_is_taken_at_its_word():
    order = LineOrder()
    order.add(notice(7.0), 5.0)

    assert take(order, 5.0) == [7.0]


def test_only_so_many_are_held(monkeypatch):
    monkeypatch.setattr(line_order, "HELD_MAX", 3)
    order = LineOrder()
    order.add(line(5.0), 105.0)
    for at in (3.0, 6.0, 7.0, 8.0):
        order.add(line(at), 106.0 + at)

    assert take(order, 114.0) == [3.0, 5.0]


def test_while_nothing_is_taken_the_newest_are_kept(monkeypatch):
    monkeypatch.setattr(line_order, "WAITING_MAX", 3)
    order = LineOrder()

    for at in range(10):
        order.add(line(float(at)), 100.0 + at)

    assert take(order, 200.0) == [7.0, 8.0, 9.0]
