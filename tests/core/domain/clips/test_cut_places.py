import pytest

from core.domain.clips.cut_places import find_gaps
from core.domain.signals.signals import Signals
from core.domain.videos.spoken_word import Word


def hear(levels, *, start=100.0):
    end = start + len(levels) / 10
    return Signals(
        start_seconds=start, end_seconds=end, loudness_db=tuple(levels), cuts_at_seconds=()
    )


def say(*times):
    return [Word(text="w", start_seconds=start, end_seconds=end) for start, end in times]


def test_gaps_lie_between_words_and_before_and_after_them():
    words = say((101.0, 101.5), (101.6, 102.0), (103.0, 103.4))

    assert find_gaps(words, hear([-20.0] * 50)) == ((100.0, 101.0), (102.0, 103.0), (103.4, 105.0))


def test_a_word_that_would_never_end_holds_no_edge_for_ever():
    words = say((100.0, 160.0))

    assert find_gaps(words, hear([-20.0] * 100)) == ((103.0, 110.0),)


def test_without_words_silences_are_gaps():
    levels = [-20.0] * 20 + [-60.0] * 5 + [-20.0] * 20 + [-60.0] + [-20.0] * 10

    assert [list(gap) for gap in find_gaps([], hear(levels))] == [pytest.approx([102.0, 102.5])]


def test_where_nothing_is_heard_there_is_nowhere_to_go():
    assert find_gaps([], hear([])) == ()
    assert find_gaps([], hear([-100.0] * 50)) == ()
