import pytest

from core.domain.streams.coverage_gap import GAPS_KEPT, CoverageGap, add_gap


def gap(start, end, reason="the line was cut"):
    return CoverageGap(start_seconds=start, end_seconds=end, reason=reason)


@pytest.mark.parametrize(
    ("known", "new", "expected"),
    [
        ([], (10, 20), [(10, 20)]),
        ([(10, 20)], (30, 40), [(10, 20), (30, 40)]),
        ([(30, 40)], (10, 20), [(10, 20), (30, 40)]),
        ([(10, 20)], (15, 25), [(10, 25)]),
        ([(10, 20)], (20.5, 25), [(10, 25)]),  # less than a second apart
        ([(10, 40)], (15, 25), [(10, 40)]),
        ([(10, 20), (30, 40)], (19, 31), [(10, 40)]),
        ([], (-5, 3), [(0, 3)]),  # before the stream there was nothing to hear
        ([], (-5, -3), []),
        ([(1, 2)], (9, 9), [(1, 2)]),
    ],
)
def test_gaps_are_in_order_and_those_that_meet_are_one(known, new, expected):
    gaps = add_gap([gap(*one) for one in known], gap(*new))

    assert [(one.start_seconds, one.end_seconds) for one in gaps] == expected


def test_of_too_many_the_closest_two_become_one():
    gaps: tuple[CoverageGap, ...] = ()
    for number in range(GAPS_KEPT):
        gaps = add_gap(gaps, gap(number * 100.0, number * 100.0 + 10))

    gaps = add_gap(gaps, gap(13.0, 20.0))

    assert len(gaps) == GAPS_KEPT
    assert (gaps[0].start_seconds, gaps[0].end_seconds) == (0.0, 20.0)
    assert gaps[-1].length_seconds == 10.0
