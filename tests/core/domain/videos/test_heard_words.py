import pytest

from core.domain.videos.heard_words import (
    Stretch,
    add_stretch,
    find_gaps,
    lay_over,
    list_words,
    split_windows,
)
from core.domain.videos.spoken_word import Word


def stretch(start, end, *words):
    return Stretch(start_seconds=start, end_seconds=end, words=words)


def word(text, at):
    return Word(text=text, start_seconds=at, end_seconds=at + 0.4)


@pytest.mark.parametrize(
    ("known", "gaps"),
    [
        ([], ((10, 20),)),
        ([(0, 30)], ()),
        ([(0, 12), (15, 30)], ((12, 15),)),
        ([(12, 15)], ((10, 12), (15, 20))),
        ([(25, 30), (0, 5)], ((10, 20),)),
        ([(10.1, 19.9)], ()),  # nobody listens for a tenth of a second
    ],
)
def test_gaps_are_what_nobody_has_listened_to(known, gaps):
    assert find_gaps([stretch(*one) for one in known], 10, 20) == gaps


def test_stretches_that_touch_become_one():
    known = add_stretch([stretch(0, 10, word("a", 1))], stretch(10, 20, word("b", 11)))

    assert known == (stretch(0, 20, word("a", 1), word("b", 11)),)


def test_stretches_apart_stay_apart_in_order():
    assert [s.start_seconds for s in add_stretch([stretch(30, 40)], stretch(0, 10))] == [0, 30]


def test_words_are_those_whose_middle_lies_inside():
    whole = stretch(0, 20, word("a", 9.7), word("b", 9.9), word("c", 19.9))

    assert [w.text for w in list_words([whole], 10, 20)] == ["b"]


def test_what_was_mended_replaces_what_was_heard():
    heard = (word("before", 1), word("wrong", 10), word("after", 30))

    laid = lay_over(heard, stretch(9, 20, word("right", 10)))

    assert [w.text for w in laid] == ["before", "right", "after"]
    assert lay_over(heard, None) == heard


def test_long_gaps_are_heard_in_windows():
    assert list(split_windows([(0, 700), (800, 900)], 300)) == [
        (0, 300),
        (300, 600),
        (600, 700),
        (800, 900),
    ]
