from itertools import pairwise

import pytest

from core.domain.videos.understanding import (
    AnalysisWindow,
    Criterion,
    Dropped,
    Fault,
    Mark,
    Rubric,
    add_dropped,
    plan_windows,
)


@pytest.mark.parametrize(
    ("duration", "count"),
    [
        (0, 0),
        (100, 1),
        (600, 1),  # up to a quarter more than 480 s is one window
        (601, 2),  # (601 - 15) / (480 - 15) = 1.26
        (3600, 8),  # 3585 / 465 = 7.7
        (10800, 24),  # 10785 / 465 = 23.2
    ],
)
def test_a_video_is_cut_into_windows_of_at_most_eight_minutes(duration, count):
    windows = plan_windows(duration)

    assert len(windows) == count
    assert [window.number for window in windows] == list(range(1, count + 1))
    assert all(window.duration_seconds <= 600.001 for window in windows)


def test_windows_cover_the_video_and_overlap_by_fifteen_seconds():
    windows = plan_windows(3600)

    assert windows[0].start_seconds == 0
    assert windows[-1].end_seconds == 3600
    for one, other in pairwise(windows):
        assert one.end_seconds - other.start_seconds == pytest.approx(15, abs=0.01)


def test_a_rubric_finds_its_marks_and_says_how_much_was_earned():
    rubric = Rubric(
        marks=(
            Mark(criterion=Criterion.HOOK, points=10, sentence="At once."),
            Mark(criterion=Criterion.PACE, points=5, sentence="Calm."),
        )
    )

    assert rubric.share == 0.75  # 15 of 20
    assert rubric.find_mark(Criterion.PACE) == rubric.marks[1]
    assert rubric.find_mark(Criterion.EMOTION) is None
    assert Rubric(marks=()).share == 0


def test_what_was_dropped_is_counted_by_kind_and_fault():
    one = Dropped(kind="moments", fault=Fault.RANGE, count=2)
    other = Dropped(kind="words", fault=Fault.ORDER, count=0)

    assert add_dropped((one, other), (one,)) == (
        Dropped(kind="moments", fault=Fault.RANGE, count=4),
    )


def test_a_window_knows_its_length():
    assert AnalysisWindow(number=1, start_seconds=5, end_seconds=15).duration_seconds == 10
