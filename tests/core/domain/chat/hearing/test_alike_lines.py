from core.domain.chat.chat_message import ChatMessage
from core.domain.chat.hearing.alike_lines import AlikeLines, find_alike
from core.domain.chat.hearing.heard_line import HeardLine
from core.domain.chat.line_reading import read_line


def _line(chatter, text):
    message = ChatMessage(offset_seconds=1.0, chatter=chatter, text=text)
    return HeardLine(message, read_line(text), False)


def test_the_fourth_who_writes_the_same_makes_it_a_reaction_of_all():
    alike = AlikeLines()

    assert [tuple(alike.add("kras", name, 1)) for name in "aabc"] == [()] * 4
    assert tuple(alike.add("kras", "d", 2)) == ("a", "b", "c", "d")
    assert tuple(alike.add("kras", "e", 2)) == ("e",)


def test_what_has_left_the_window_counts_no_more():
    alike = AlikeLines()
    for name in "abc":
        alike.add("kras", name, 1)

    alike.leave(1, [_line("a", "krass"), _line("b", "krass")])

    assert tuple(alike.add("kras", "d", 11)) == ()


def test_alike_lines_are_found_among_lines():
    said = [_line(name, "krass") for name in "abcd"] + [_line(name, "wow") for name in "abcd"]

    assert find_alike(said) == {"kras"}
