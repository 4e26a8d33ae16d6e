import pytest

from core.domain.chat.line_reading import is_shouted, read_line, read_words
from core.domain.chat.reaction import Reaction


@pytest.mark.parametrize(
    ("text", "brief", "reacts", "reaction"),
    [
        ("KEKW", True, True, Reaction.LAUGHTER),
        ("what a play PogChamp", False, True, Reaction.SHOCK),  # the first one counts
        ("noice!!!", True, True, None),  # a run of three
        ("草草草", True, True, Reaction.LAUGHTER),
        ("to be fair", True, False, None),  # ten characters
        ("interestingly enough", True, False, None),  # two words
        ("the map feels fine today", False, False, None),
        ("one two three four five six seven eight LUL", False, False, None),  # nine words
        ("wait...", True, True, Reaction.SHOCK),
        ("so.....", True, False, None),  # dots are no run
        ("ty for the gift LUL", False, False, None),
        ("PogChamp RAID", False, False, None),
        ("1", False, False, None),  # a vote
        ("777", True, True, Reaction.HYPE),
        ("", True, False, None),
    ],
)
def test_a_line_is_brief_and_reacts(text, brief, reacts, reaction):
    reading = read_line(text)

    assert (reading.brief, reading.reacts, reading.reaction) == (brief, reacts, reaction)


def test_only_the_start_of_a_long_line_is_read():
    """A line of a megabyte costs no more than one of 200 characters."""
    assert read_line("x" * 1_000_000) == read_line("x" * 200)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("WHAT", True),
        ("what", False),
        ("WHAt", True),  # 3 of 4 letters are over 70 %
        ("WHat", False),
        ("OMG", False),  # three letters
        ("1234!", False),
    ],
)
def test_a_line_is_shouted_in_capitals(text, expected):
    assert is_shouted(text) is expected


def test_words_are_bare_and_few():
    text = '"Pizza!" (now) ??? ' + "a" * 50 + " 5 6 7 8 9"

    assert read_words(text) == ("pizza", "now", "???", "a" * 40, "5", "6", "7", "8")
