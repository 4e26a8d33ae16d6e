from datetime import UTC, datetime, timedelta

import pytest

from core.domain.footage.live_ring import RingSegment, choose_segments, list_surplus

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def at(seconds):
    return NOON + timedelta(seconds=seconds)


def make_segments(*starts, **given):
    """Return segments of two seconds, of 100 bytes each."""
    return [
        RingSegment(
            name=f"{start}.ts", starts_at=at(start), duration_seconds=2.0, size_bytes=100, **given
        )
        for start in starts
    ]


def names(cut):
    return None if cut is None else [segment.name for segment in cut.segments]


@pytest.mark.parametrize(
    ("start", "peak", "end", "expected"),
    [
        (3, 5, 7, ["2.ts", "4.ts", "6.ts"]),  # whole segments that touch 3..7
        (4, 5, 6, ["4.ts"]),  # 4..6 exactly: its neighbours only touch its edges
        (-9, 1, 3, ["0.ts", "2.ts"]),  # what lies before the ring is not there
        (5, 7, 30, ["4.ts", "6.ts", "8.ts"]),  # nor is what has not come yet
        (1, 10.5, 10.6, ["0.ts", "2.ts", "4.ts", "6.ts", "8.ts"]),  # within the jitter of the end
        (1, 12, 14, None),  # the peak was not seen
        (-9, -3, 1, None),
    ],
)
def test_a_window_is_covered_by_whole_segments(start, peak, end, expected):
    segments = make_segments(0, 2, 4, 6, 8)

    cut = choose_segments(segments, start_at=at(start), peak_at=at(peak), end_at=at(end))

    assert names(cut) == expected


def test_a_cut_knows_the_clock_of_its_edges():
    cut = choose_segments(make_segments(0, 2, 4), start_at=at(1), peak_at=at(2), end_at=at(3))

    assert cut is not None
    assert (cut.starts_at, cut.ends_at) == (at(0), at(4))


@pytest.mark.parametrize(
    ("peak", "expected"),
    [(3, ["0.ts", "2.ts"]), (9, ["8.ts", "10.ts"]), (6, None)],
)
def test_what_was_not_seen_is_a_border_of_the_window(peak, expected):
    """An advertisement or a lost connection lies between: nothing is joined across it."""
    segments = make_segments(0, 2, 8, 10)

    cut = choose_segments(segments, start_at=at(0), peak_at=at(peak), end_at=at(12))

    assert names(cut) == expected


@pytest.mark.parametrize("given", [{"starts_anew": True}, {"head": "other.head"}])
def test_a_break_without_a_gap_is_a_border_too(given):
    segments = [*make_segments(0, 2), *make_segments(4, **given)]

    cut = choose_segments(segments, start_at=at(0), peak_at=at(3), end_at=at(9))

    assert names(cut) == ["0.ts", "2.ts"]


@pytest.mark.parametrize(
    ("bytes_max", "expected"),
    [
        (500, []),
        (400, []),  # 4 x 100 fit exactly
        (399, ["0.ts"]),
        (200, ["0.ts", "2.ts"]),
        (0, ["0.ts", "2.ts", "4.ts"]),  # the newest stays, else nothing would ever be kept
    ],
)
def test_the_oldest_go_until_the_rest_fits(bytes_max, expected):
    surplus = list_surplus(make_segments(0, 2, 4, 6), bytes_max=bytes_max)

    assert [segment.name for segment in surplus] == expected


def test_an_empty_ring_holds_nothing():
    assert choose_segments([], start_at=at(0), peak_at=at(1), end_at=at(2)) is None
    assert list_surplus([], bytes_max=0) == ()
