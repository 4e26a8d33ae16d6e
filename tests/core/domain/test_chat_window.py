import pytest

from core.domain.chat import ChatMessage
from core.domain.chat_line import read_line
from core.domain.chat_window import ChatWindow, DistinctCount, HeardLine


def _line(chatter, text, at=0.0, *, is_first=True):
    message = ChatMessage(offset_seconds=at, chatter=chatter, text=text)
    return HeardLine(message, read_line(text), is_first, False)


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
        if second >= 5:
            count.leave_short("ann", 0)
        count.add("ann", second)

    assert (count.long, count.short) == (long, short)
    assert count.take_gains() == (gained_long, gained_short)
    assert count.take_gains() == (0, 0)


def test_the_windows_let_go_after_five_and_after_ten_seconds():
    window = ChatWindow()
    window.add(0, _line("ann", "KEKW"))
    window.add(3, _line("bob", "WOOO"))

    seen = []
    for second in (4, 5, 8, 9, 10, 13):
        window.move_to(second)
        seen.append((window.counts().brief_long, window.counts().brief_short, window.voices))

    assert seen == [(2, 2, 2), (2, 1, 2), (2, 0, 2), (2, 0, 2), (1, 0, 1), (0, 0, 0)]
    assert (window.messages, window.shouted, window.chatters.long) == (0, 0, 0)


def test_a_chatter_who_goes_on_stays_in_the_window():
    window = ChatWindow()
    window.add(0, _line("ann", "LUL"))
    window.move_to(6)
    window.add(6, _line("ann", "LUL", is_first=False))
    window.move_to(12)

    assert "ann" in window.chatters
    assert tuple(window.counts()) == (1, 0, 1, 0)
    assert (window.messages, window.voices) == (1, 0)


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
