import pytest

from core.domain.clips.captions import make_ass
from core.domain.clips.made.caption_changes import choose_stretches, find_changes
from core.domain.clips.words.caption_look import read_look
from core.domain.videos.spoken_word import Word


def say(*texts, start=1.0, each=1.5):
    words = [
        Word(text=text, start_seconds=start + n * each, end_seconds=start + n * each + 0.5)
        for n, text in enumerate(texts)
    ]
    return make_ass(words, duration_seconds=20.0)


def test_one_other_word_changes_only_what_is_shown_with_it():
    changes = find_changes(say("we", "beat", "cassidy"), say("we", "beat", "Kassadin"))

    assert changes
    assert all(4.0 <= start < end <= 5.0 for start, end in changes)


@pytest.mark.parametrize(("older", "newer"), [("", say("hello")), (say("hello"), "")])
def test_captions_that_come_or_go_change_where_they_are_shown(older, newer):
    assert {round(start) for start, _ in find_changes(older, newer)} == {1}


def test_nothing_changes_between_equal_documents():
    assert find_changes(say("hello"), say("hello")) == ()
    assert find_changes("", "") == ()


def test_another_style_changes_all_that_is_shown_before_and_after():
    word = [Word(text="hello", start_seconds=2.0, end_seconds=2.5)]
    older = make_ass(word, duration_seconds=9.0)
    newer = make_ass(word, duration_seconds=9.0, look=read_look("large"))

    starts = {start for start, _ in find_changes(older, newer)}

    assert starts == {2.0}


def test_captions_shown_at_the_same_time_move_together():
    """Where one line goes, the line above it slides down."""
    line = "Dialogue: 0,0:00:0{},0:00:0{},Caption,,0,0,0,,{}\n"
    stays, far = line.format("1.00", "4.00", "stays"), line.format("7.00", "8.00", "far")
    older, newer = stays + line.format("3.00", "5.00", "old") + far, stays + far

    assert find_changes(older, newer) == ((1.0, 4.0), (3.0, 5.0))


@pytest.mark.parametrize(
    ("changes", "stretches"),
    [
        ((), ()),
        (((0.5, 1.0),), ((0, 60),)),
        (((1.9, 2.1),), ((0, 120),)),  # frames 57 to 63
        (((1.0, 1.5), (5.0, 5.5)), ((0, 60), (120, 170))),
        (((1.0, 1.99),), ((0, 120),)),  # rounding may put its last frame into the next group
        (((-1.0, 99.0),), ((0, 170),)),
    ],
)
def test_whole_groups_of_frames_are_drawn_anew(changes, stretches):
    """Groups begin at 0, 2 and 4 s; the clip has 170 frames."""
    assert choose_stretches(changes, (0, 60, 120), frame_count=170, rate=30.0) == stretches
