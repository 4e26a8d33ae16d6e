# ruff: noqa: RUF001, E501 - chat is written in many alphabets
import pytest

from core.domain.chat.line_reading import LineReading, read_line, read_words
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
        ("今日はどこに行きましたか皆", False, False, None),  # one word, but a sentence
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
    "text",
    ["😂😂", "nice one 🔥", "(´・ω・`)", "T_T", "ㅋㅋㅋ 진짜", "すごいｗｗ", "これは草", "555", "хаха",
     "jajaja", "kkkk", "[emote:37226:KEKW]", "[emote:1:a][emote:2:b]", ":_annHype:", "ههههه"],
)  # fmt: skip
def test_a_reaction_needs_no_word(text):
    assert read_line(text).reacts


@pytest.mark.parametrize("text", ["12:30:45", "(maybe)", "see you at 10", "今日の天気はいいですね"])
def test_talk_is_no_reaction(text):
    assert not read_line(text).reacts


def test_the_source_tells_what_is_an_emote():
    assert read_line("annFlip annFlip annBurn", ("annFlip", "annBurn")) == (True, True, None, "")
    assert read_line("annLUL", ("annLUL",)).reaction is Reaction.LAUGHTER
    assert not read_line("raid annFlip", ("annFlip",)).reacts
    assert not read_line("a b c d e f g h i annFlip", ("annFlip",)).reacts


def test_lines_that_say_the_same_have_one_key():
    assert read_line("Yooo  LETSS go!").key == read_line("yo lets go").key == ""
    assert read_line("Krass!").key == read_line("krass").key == "kras"
    assert read_line("今日は雨が降って").key == ""  # so long a line may be a sentence


def test_words_are_bare_and_few():
    text = '"Pizza!" (now) ??? ' + "a" * 50 + " 5 6 7 8 9"

    assert read_words(text) == ("pizza", "now", "???", "a" * 40, "5", "6", "7", "8")


@pytest.mark.parametrize(
    "text",
    [
        "\u200b" * 300,  # nothing that can be seen
        "\u2800\u2800",
        "\U000e0000",
        "1\ufe0f\u20e3",  # a vote
        "".join(letter + "\u0301" * 3 for letter in "which map comes after this"),
    ],
)
def test_what_shows_nothing_votes_or_only_looks_odd_does_not_react(text):
    reading = read_line(text)

    assert reading == LineReading(brief=False, reacts=False, reaction=None, key="")


@pytest.mark.parametrize(
    "text", ["\u202elol\u202c", "l\u200bol", "\U0001f9d1\U0001f3ff\u200d\U0001f680"]
)
def test_marks_that_nobody_sees_hide_no_reaction(text):
    assert read_line(text).reacts


def test_a_word_of_marks_is_no_word():
    assert read_words("LUL \U000e0000") == ("lul",)
