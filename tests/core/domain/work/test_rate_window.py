import pytest

from core.domain.work.rate_window import DELAY_SECONDS_MAX, RateWindow, delay_seconds


def test_no_stretch_of_time_holds_more_than_the_limit():
    """Twenty messages in thirty seconds, wherever the thirty seconds begin."""
    window = RateWindow(3, 30.0)
    taken = [at for at in range(100) if window.take(float(at))]

    assert taken == [0, 1, 2, 30, 31, 32, 60, 61, 62, 90, 91, 92]


def test_the_wait_is_until_the_oldest_leaves():
    window = RateWindow(1, 10.0)
    window.take(100.0)

    assert window.wait_seconds(104.0) == 6.0
    assert window.wait_seconds(110.0) == 0.0


@pytest.mark.parametrize(
    ("attempt", "share", "seconds"),
    [
        (0, 0.0, 1.0),
        (1, 0.0, 2.0),
        (4, 0.0, 16.0),
        (0, 1.0, 0.5),  # jitter takes up to half away
        (4, 0.5, 12.0),  # 16 x (1 - 0.25)
        (7, 0.0, DELAY_SECONDS_MAX),  # 128 would be too long
        (10_000, 0.0, DELAY_SECONDS_MAX),
    ],
)
def test_waits_double_up_to_a_minute_and_a_half(attempt, share, seconds):
    assert delay_seconds(attempt, share) == seconds
