import pytest

from core.domain.signals.signals import Signals


def make_signals(*seconds: float, start: float = 100.0, cuts: tuple[float, ...] = ()) -> Signals:
    """Return signals with one level a second."""
    return Signals(
        start_seconds=start,
        end_seconds=start + len(seconds),
        loudness_db=tuple(level for level in seconds for _ in range(10)),
        cuts_at_seconds=cuts,
    )


def test_each_second_has_the_mean_of_its_tenths():
    signals = Signals(
        start_seconds=0.0,
        end_seconds=2.0,
        loudness_db=(-10.0,) * 5 + (-100.0,) * 5 + (-30.0,) * 10,
        cuts_at_seconds=(),
    )

    # Half of the power is 3 dB less: -10 - 3.01 = -13.01.
    (first, first_level), (second, second_level) = signals.list_levels()
    assert (first, second) == (0.0, 1.0)
    assert first_level == pytest.approx(-13.01, abs=0.01)
    assert second_level == pytest.approx(-30.0)


def test_the_usual_level_is_the_median_of_what_can_be_heard():
    assert make_signals(-100, -30, -20, -28, -100).usual_db() == pytest.approx(-28)


@pytest.mark.parametrize("levels", [(), (-100.0, -90.0)])
def test_without_anything_to_hear_there_is_no_usual_level(levels):
    signals = make_signals(*levels)

    assert signals.usual_db() is None
    assert signals.find_loudest(0, 1000) is None


def test_the_loudest_second_of_a_window_is_the_first_of_equals():
    signals = make_signals(-10, -20, -15, -15, -40)

    loudest = signals.find_loudest(101, 105)
    assert loudest is not None
    assert loudest == pytest.approx((102.0, -15.0))
    assert signals.find_loudest(200, 300) is None


def test_cuts_at_the_edges_of_a_window_do_not_count():
    assert make_signals(-20, cuts=(100.0, 101.0, 103.5, 110.0)).count_cuts(100.0, 110.0) == 2
