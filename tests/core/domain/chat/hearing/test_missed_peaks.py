from functools import partial

from core.domain.chat.hearing.missed_peaks import (
    MissedPeak,
    MissedPeaks,
    MissReason,
    keep_strongest,
    pick_an_hour,
)


def _peak(offset, score, reason=MissReason.UNDER_BUDGET):
    return MissedPeak(
        offset_seconds=offset, score=score, threshold=9.0, chatters=8, reacting=5, reason=reason
    )


def _same(peak):
    return peak


def test_the_highest_second_of_an_episode_stands_for_it():
    missed = MissedPeaks()
    for second, score in enumerate((1.0, 3.0, 8.0, 6.0, 1.0)):
        peak = _peak(float(second), score)
        missed.follow(score, second, partial(_same, peak))

    assert missed.take() == (_peak(2.0, 8.0),)
    assert missed.take() == ()


def test_what_fires_is_not_missed():
    missed = MissedPeaks()
    missed.follow(4.0, 1, lambda: _peak(1.0, 4.0))
    missed.fire()
    missed.follow(9.0, 2, lambda: _peak(2.0, 9.0))
    missed.close()
    missed.follow(8.0, 50, lambda: None)
    missed.close()

    assert missed.take() == ()


def test_six_an_hour_are_shown():
    peaks = [_peak(float(number), float(number)) for number in range(10)]
    later = [_peak(4000.0, 1.0)]

    assert [peak.score for peak in keep_strongest(peaks)] == [4.0, 5.0, 6.0, 7.0, 8.0, 9.0]
    assert len(pick_an_hour([*later, *peaks])) == 7
    assert pick_an_hour(later) == tuple(later)
