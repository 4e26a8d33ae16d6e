from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.domain.signals.signals import Signals
from core.domain.videos.moment import Evidence, MomentTuning, find_lively, find_moments
from tests.builders import make_spike
from tests.core.domain.signals.test_signals import make_signals


def make_levels(length: int, *bursts: tuple[int, int], level: float = -12.0) -> list[float]:
    return [
        level if any(first <= second < last for first, last in bursts) else -24.0
        for second in range(length)
    ]


def spike_at(peak: float, **given):
    return make_spike(
        **{"start_seconds": peak - 18, "peak_seconds": peak, "end_seconds": peak + 8} | given
    )


def test_a_burst_of_sound_becomes_a_moment_with_lead_in_and_tail():
    signals = make_signals(*make_levels(100, (40, 48)), start=0.0)

    (moment,) = find_moments(signals)

    assert (moment.start_seconds, moment.end_seconds) == (36.0, 51.0)  # 40 - 4, 48 + 3
    assert moment.evidence is Evidence.LOUDNESS
    assert moment.peak_seconds == 40.0
    assert moment.reason == "The sound is 12 dB above the usual level."


def test_bursts_close_together_are_one_and_far_apart_are_two():
    close = make_signals(*make_levels(100, (40, 42), (45, 47)), start=0.0)
    apart = make_signals(*make_levels(100, (40, 42), (60, 62)), start=0.0)

    assert len(find_moments(close)) == 1
    assert len(find_moments(apart)) == 2


def test_a_long_burst_is_cut_to_thirty_seconds_around_its_peak():
    levels = make_levels(200, (50, 110))
    levels[90] = -6.0

    (moment,) = find_moments(make_signals(*levels, start=0.0))

    assert moment.end_seconds - moment.start_seconds == 30.0
    assert (moment.peak_seconds, moment.start_seconds) == (90.0, 75.0)


def test_a_spike_becomes_a_moment_that_carries_it():
    spike = spike_at(50.0)

    (moment,) = find_moments(make_signals(*make_levels(100), start=0.0), [spike])

    assert (moment.start_seconds, moment.peak_seconds, moment.end_seconds) == (32.0, 50.0, 58.0)
    assert moment.spike == spike
    assert moment.reason == "31 people wrote in chat where 4 are usual."


def test_chat_wins_over_the_loudness_that_it_reacts_to():
    signals = make_signals(*make_levels(100, (44, 48)), start=0.0)

    (moment,) = find_moments(signals, [spike_at(50.0)])

    assert moment.evidence is Evidence.CHAT


def test_what_overlaps_a_winner_is_trimmed_to_its_free_side():
    # The spike takes 32 to 58; the bursts are 58-62 with its lead-in from 54, and 24-29 up to 32.
    signals = make_signals(*make_levels(100, (59, 62), (24, 31)), start=0.0)

    before, chat, after = find_moments(signals, [spike_at(50.0)])

    assert (before.start_seconds, before.end_seconds) == (20.0, 32.0)
    assert chat.evidence is Evidence.CHAT
    assert (after.start_seconds, after.end_seconds) == (58.0, 65.0)


def test_too_little_left_beside_a_winner_is_dropped():
    signals = make_signals(*make_levels(100, (58, 59)), start=0.0)

    # 58 to 62 is left of it: 4 s.
    assert len(find_moments(signals, [spike_at(49.5)])) == 1


def test_the_stronger_of_two_overlapping_spikes_wins():
    weak, strong = spike_at(50.0, score=12.0), spike_at(55.0, score=20.0)

    (moment,) = find_moments(make_signals(*make_levels(100), start=0.0), [weak, strong])

    assert moment.spike == strong


def test_a_spike_outside_the_signals_is_left_out():
    assert find_moments(make_signals(*make_levels(60), start=0.0), [spike_at(500.0)]) == ()


@pytest.mark.parametrize("levels", [(), (-100.0,) * 100])
def test_without_sound_cuts_alone_make_a_moment(levels):
    signals = Signals(
        start_seconds=0.0,
        end_seconds=100.0,
        loudness_db=levels,
        cuts_at_seconds=(10.0, 40.0, 42.0, 44.0, 45.0, 80.0, 82.0),
    )

    (moment,) = find_moments(signals)

    assert moment.evidence is Evidence.CUTS
    assert (moment.start_seconds, moment.end_seconds) == (36.0, 48.0)  # 40 - 4, 45 + 3
    assert moment.reason == "The picture is cut 4 times within 5 s."


def test_where_nothing_happens_there_is_no_moment():
    assert find_moments(make_signals(*make_levels(100), start=0.0)) == ()


def test_only_the_strongest_are_kept():
    bursts = [(second, second + 1) for second in range(20, 200, 20)]
    levels = make_levels(220, *bursts)
    levels[100] = -2.0

    (moment,) = find_moments(make_signals(*levels, start=0.0), tuning=MomentTuning(moments_max=1))

    assert moment.peak_seconds == 100.0


@given(
    levels=st.lists(st.sampled_from([-100.0, -30.0, -24.0, -12.0, -3.0]), max_size=120),
    peaks=st.lists(st.floats(0, 130), max_size=5),
    cuts=st.lists(st.floats(0, 120), max_size=20),
)
def test_moments_never_overlap_and_lie_within_what_was_measured(levels, peaks, cuts):
    signals = make_signals(*levels, start=0.0, cuts=tuple(sorted(cuts)))

    moments = find_moments(signals, [spike_at(peak) for peak in peaks])

    for moment in moments:
        assert 0 <= moment.start_seconds <= moment.peak_seconds <= moment.end_seconds <= len(levels)
        assert moment.end_seconds - moment.start_seconds <= 30.0
    for one, other in pairwise(moments):
        assert one.end_seconds <= other.start_seconds


def test_a_slam_is_no_moment_and_a_scream_is():
    """What goes on counts: 0.12 s of a door weigh as much in a second's mean as a scream."""
    levels = [-40.0] * 1000
    levels[300:301] = [-6.0]
    levels[600:612] = [-14.0] * 12
    signals = Signals(
        start_seconds=0.0, end_seconds=100.0, loudness_db=tuple(levels), cuts_at_seconds=()
    )

    assert [moment.peak_seconds for moment in find_moments(signals)] == [60.0]


def test_a_video_in_which_nothing_stands_out_still_has_its_liveliest_parts():
    levels = [-40.0 + 3 * (index // 40 % 2) * (400 <= index < 600) for index in range(1800)]
    signals = Signals(
        start_seconds=0.0,
        end_seconds=180.0,
        loudness_db=tuple(levels),
        cuts_at_seconds=(120.0, 124.0, 128.0),
    )

    moments = list(find_lively(signals))

    assert find_moments(signals) == ()
    assert len(moments) == 3
    assert moments[0].start_seconds in (40.0, 110.0, 120.0)
    assert all(moment.evidence is Evidence.LIVELY for moment in moments)
    assert "Nothing stands out" in moments[0].reason


def test_a_short_or_soundless_video_has_what_there_is():
    short = make_signals(*make_levels(40), start=0.0)
    silent = Signals(start_seconds=0.0, end_seconds=120.0, loudness_db=(), cuts_at_seconds=())

    assert list(find_lively(short)) == []
    assert len(list(find_lively(silent))) == 3
