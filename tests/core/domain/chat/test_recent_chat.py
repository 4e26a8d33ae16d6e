import pytest

from core.domain.chat.chat_message import ChatMessage
from core.domain.chat.hearing.heard_line import HeardLine
from core.domain.chat.line_reading import read_line
from core.domain.chat.recent_chat import ChatWindow, DistinctCount


def _line(chatter, text, at=0.0):
    message = ChatMessage(offset_seconds=at, chatter=chatter, text=text)
    return HeardLine(message, read_line(text), False)


@pytest.mark.parametrize(
    ("seconds", "long", "short", "gained_long", "gained_short"),
    [
        ([0], 1, 1, 10, 5),
        ([0, 0], 1, 1, 10, 5),  # twice in a second is once
        ([0, 3], 1, 1, 13, 8),  # three more seconds in both windows
        ([0, 7], 1, 1, 17, 10),  # out of the short window, and in again
    ],
)
def test_a_chatter_counts_once_and_gains_the_time_in_the_window(
    seconds, long, short, gained_long, gained_short
):
    count = DistinctCount()
    for second in seconds:
        count.move_to(second)
        count.add("ann", second)

    assert (count.long, count.short) == (long, short)
    assert count.gains() == (gained_long, gained_short)
    count.take_gains()
    assert count.gains() == (0, 0)


def test_the_windows_let_go_after_five_and_after_ten_seconds():
    window = ChatWindow()
    window.add(0, _line("ann", "KEKW"))
    window.add(3, _line("bob", "WOOO"))

    seen = []
    for second in (4, 5, 8, 9, 10, 13):
        window.move_to(second)
        seen.append((window.counts().brief_long, window.counts().brief_short))

    assert seen == [(2, 2), (2, 1), (2, 0), (2, 0), (1, 0), (0, 0)]
    assert (window.messages, window.chatters.long) == (0, 0)


def test_a_chatter_who_goes_on_stays_in_the_window():
    window = ChatWindow()
    window.add(0, _line("ann", "LUL"))
    window.move_to(6)
    window.add(6, _line("ann", "LUL"))
    window.move_to(12)

    assert "ann" in window.chatters
    assert tuple(window.counts()) == (1, 0, 1, 0)
    assert window.messages == 1


def test_lines_that_neither_are_brief_nor_react_count_as_chatters_only():
    window = ChatWindow()
    window.add(0, _line("ann", "the map feels fine today"))
    window.move_to(20)

    assert tuple(window.counts()) == (0, 0, 0, 0)
    assert window.lines() == []


def test_the_peak_is_the_second_with_most_lines():
    window = ChatWindow()
    for second, lines in ((0, 1), (6, 3), (7, 2)):
        window.move_to(second)
        for number in range(lines):
            window.add(second, _line(f"viewer{number}", "LUL", at=100.5 + second))

    assert window.peak_offset_seconds() == 106.5
    assert window.count_old_lines() == 1
    assert len(window.lines()) == 6


def test_of_two_seconds_with_as_many_lines_the_peak_is_the_later_one():
    window = ChatWindow()
    said = ((0, "the map feels fine today"), (0, "it is large"), (7, "LUL"), (7, "POG"))
    for number, (second, text) in enumerate(said):
        window.move_to(second)
        window.add(second, _line(f"viewer{number}", text, at=100.5 + second))

    assert window.peak_offset_seconds() == 107.5


def test_without_a_line_the_window_is_as_if_it_had_never_been_said():
    said = [(100, "ann", "LUL"), (103, "bob", "hello there everybody"), (107, "ann", "LUL again")]
    window, expected = ChatWindow(), ChatWindow()
    for second, chatter, text in said:
        window.add(second, _line(chatter, text))
        window.move_to(second)
    for second, chatter, text in said[1:2]:
        expected.add(second, _line(chatter, text))
    expected.move_to(107)
    gains = window.chatters.gained_long

    left = window.without(lambda message: message.chatter == "ann", 107)

    assert [line.message.chatter for line in left.lines()] == ["bob"]
    assert (left.messages, left.chatters.long) == (1, 1)
    assert left.counts() == expected.counts()
    assert left.chatters.gained_long == gains
    left.move_to(200)
    assert (left.messages, left.chatters.long, left.counts()) == (0, 0, (0,) * 4)


def test_what_four_people_write_alike_is_a_reaction_of_all_four():
    window = ChatWindow()
    for second, chatter in enumerate("abc"):
        window.add(second, _line(chatter, "krass"))
    assert window.reacting.long == 0

    window.add(3, _line("d", "Krass!"))

    assert window.reacting.long == 4
    window.move_to(13)
    assert window.reacting.long == 0
