# ruff: noqa: RUF001 - chat is written in many alphabets
import pytest

from core.domain.chat.hearing.signs import (
    find_emote_names,
    is_sign,
    is_unspaced,
    name_of_emote,
    strip_invisible,
)


@pytest.mark.parametrize(
    "word", ["😂", "❤️", "(^o^)", "(≧▽≦)", "T_T", "ʕ•ᴥ•ʔ", "ㅠㅠ", "草", "orz", "^^"]
)
def test_some_words_react_by_their_form(word):
    assert is_sign(word)


@pytest.mark.parametrize("word", ["map", "(maybe)", "10:30", "...", "---", "(もちろん)", "c++"])
def test_other_words_do_not(word):
    assert not is_sign(word)


@pytest.mark.parametrize(
    ("word", "names"),
    [
        ("[emote:37226:KEKW]", ("KEKW",)),
        ("[emote:1:a][emote:2:b]", ("a", "b")),
        (":_annHype::_annHype:", ("_annHype", "_annHype")),
        ("12:30:45", ()),
        ("see:this:", ()),
    ],
)
def test_codes_stand_for_emotes(word, names):
    assert find_emote_names(word) == names


@pytest.mark.parametrize(
    ("name", "end"), [("annLUL", "LUL"), ("_pancaHype", "Hype"), ("KEKW", "KEKW"), ("flip", "flip")]
)
def test_the_end_of_a_channels_emote_tells_what_it_is(name, end):
    assert name_of_emote(name) == end


def test_scripts_without_spaces_and_marks_that_cannot_be_seen():
    assert [is_unspaced(text) for text in ("今日", "วันนี้", "오늘은")] == [True, True, False]
    assert strip_invisible("clip\U000e0000\u034f") == "clip"
