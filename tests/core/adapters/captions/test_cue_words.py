"""What is said in cues: once, in their order, without what is not said."""

import pytest

from core.adapters.captions.cue_words import Cue, read_cues, strip_sounds


def cue(start, end, *lines):
    return Cue(start, end, lines)


def texts(words):
    return [word.text for word in words]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("[Music]", ""),
        ("(applause) BOB: what was that", "what was that"),
        ("\u266a la la \u266a", ""),
        ("Wait. ANNA: no", "Wait.  no"),
        (">> okay &gt;&gt; right", "okay  right"),
        ("- Yes?", "Yes?"),
        ("[ __ ] off", "__ off"),
        ("*laughs* really", "really"),
        ("2 * 3 * 4", "2 * 3 * 4"),
        ("at 12:30 it began", "at 12:30 it began"),
        ("GG WP", "GG WP"),
        ("(\u0441\u043c\u0435\u0445) \u0434\u0430", "\u0434\u0430"),
        ("well-known - or not", "well-known - or not"),
    ],
)
def test_what_is_not_said_is_left_out(line, said):
    assert strip_sounds(line).split() == said.split()


def test_a_description_may_go_over_two_lines():
    assert texts(read_cues([cue(1, 3, "[dramatic", "music] hello")])) == ["hello"]


def test_cues_that_overlap_are_read_one_after_the_other():
    words = read_cues([cue(1, 5, "one two three"), cue(3, 7, "four five")])

    assert texts(words) == ["one", "two", "three", "four", "five"]
    assert words[2].end_seconds == pytest.approx(3.0)


def test_cues_at_the_same_time_share_it_in_the_order_of_the_file():
    words = read_cues([cue(1, 3, "zebra crossing"), cue(1, 3, "apple")])

    assert texts(words) == ["zebra", "crossing", "apple"]
    assert all(1 <= word.start_seconds < word.end_seconds <= 3 for word in words)


def test_cues_out_of_order_are_put_in_order():
    assert texts(read_cues([cue(5, 6, "b"), cue(1, 2, "a")])) == ["a", "b"]


def test_each_cue_ends_a_line():
    words = read_cues([cue(1, 2, "a b"), cue(2, 3, "c")])

    assert [word.ends_line for word in words] == [False, True, True]


def test_rolling_captions_are_said_once():
    words = read_cues(
        [
            cue(1, 3, "so this is"),
            cue(3, 3.01, "so this is"),
            cue(3.01, 5, "so this is", "where we go"),
            cue(5, 7, "where we go", "from here"),
        ]
    )

    assert texts(words) == ["so", "this", "is", "where", "we", "go", "from", "here"]


def test_captions_that_grow_word_by_word_are_said_once():
    words = read_cues([cue(1, 2, "so"), cue(2, 3, "so this"), cue(3, 4, "so this is")])

    assert [(word.text, word.start_seconds) for word in words] == [
        ("so", 1),
        ("this", 2),
        ("is", 3),
    ]


def test_what_people_shout_over_and_over_is_kept():
    assert texts(read_cues([cue(n, n + 1, "no no") for n in range(4)])) == ["no"] * 8
