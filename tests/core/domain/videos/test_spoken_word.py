"""Words are put in order, and those of a window are counted from its start."""

import pytest

from core.domain.videos.spoken_word import Word, order_words, words_in_window


def make_words(*texts, start=0.0, each=0.4, gap=0.1):
    return [
        Word(
            text=text,
            start_seconds=start + place * (each + gap),
            end_seconds=start + place * (each + gap) + each,
        )
        for place, text in enumerate(texts)
    ]


@pytest.mark.parametrize(
    ("start", "end"), [(float("nan"), 1.0), (0.0, float("inf")), (-1.0, 1.0), (2.0, 1.0)]
)
def test_words_with_impossible_times_are_left_out(start, end):
    assert order_words([Word(text="x", start_seconds=start, end_seconds=end)]) == ()


def test_words_are_ordered_and_do_not_overlap():
    words = order_words(
        [
            Word(text="b", start_seconds=1.0, end_seconds=2.0),
            Word(text="a", start_seconds=0.0, end_seconds=1.5),
        ]
    )

    assert [(w.text, w.start_seconds, w.end_seconds) for w in words] == [
        ("a", 0.0, 1.0),
        ("b", 1.0, 2.0),
    ]


def test_a_window_keeps_the_words_whose_middle_it_holds():
    words = [
        Word(text="out", start_seconds=9.0, end_seconds=10.4),  # middle 9.7
        Word(text="half", start_seconds=9.9, end_seconds=10.6),  # clamps "out" to 9.9
        Word(text="in", start_seconds=11.0, end_seconds=11.5),
        Word(text="end", start_seconds=19.5, end_seconds=20.4),  # middle 19.95
        Word(text="late", start_seconds=20.5, end_seconds=21.0),
    ]

    shifted = words_in_window(words, 10.0, 20.0)

    assert [(w.text, w.start_seconds, w.end_seconds) for w in shifted] == [
        ("half", 0.0, pytest.approx(0.6)),
        ("in", 1.0, 1.5),
        ("end", 9.5, 10.0),
    ]
