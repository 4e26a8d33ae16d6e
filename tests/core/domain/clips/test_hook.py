import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.domain.clips.hook import place_hook
from core.domain.signals.signals import Signals
from tests.builders import make_spike
from tests.core.domain.signals.test_signals import make_signals

# Chat erupted at 131 s; its window is 103 to 133 s, and 73 to 163 s were heard.
SPIKE = make_spike()
QUIET, LOUD = -30.0, -18.0


def hear(*bursts: tuple[float, float], level: float = LOUD, usual: float = QUIET) -> Signals:
    """Return 73 to 163 s at one level, and at another one within the bursts."""
    return Signals(
        start_seconds=73.0,
        end_seconds=163.0,
        loudness_db=tuple(
            level if any(first <= 73 + step / 10 < last for first, last in bursts) else usual
            for step in range(900)
        ),
        cuts_at_seconds=(),
    )


def place(signals: Signals, start: float = 103.0, end: float = 133.0, **spike):
    return place_hook(start, end, spike=make_spike(**spike), signals=signals)


def test_the_clip_begins_seven_seconds_before_the_burst():
    window = place(hear((121.0, 125.0)))

    assert (window.start_seconds, window.end_seconds) == (114.0, 133.0)
    assert window.onset_seconds == 121.0
    assert window.reason == "It begins 7 s before the sound bursts out."


@pytest.mark.parametrize(
    ("bursts", "start"),
    [
        ((), 103.0),  # nothing is heard
        (((105.0, 107.0),), 103.0),  # 26 s before the detection: not what chat means
        (((129.5, 131.0),), 103.0),  # nobody types as fast as that
        (((121.0, 121.3),), 103.0),  # a click is no burst
        (((110.5, 112.0), (121.0, 124.0)), 114.0),  # the last one before chat's peak
        (((121.0, 122.0), (123.0, 124.0)), 114.0),  # a breath does not end a burst
        (((112.0, 114.0),), 105.0),
        (((127.0, 131.0),), 120.0),  # 7 s before would be 13 s long
    ],
)
def test_the_event_is_the_last_clear_burst_ahead_of_the_peak(bursts, start):
    assert place(hear(*bursts)).start_seconds == start


def test_a_clip_stays_twelve_seconds_long():
    """The burst at 127 s asks for 120 s; of a window that ends at 130 s, 118 s is left."""
    window = place(hear((127.0, 128.0)), end=130.0)

    assert (window.start_seconds, window.end_seconds) == (118.0, 130.0)


def test_a_burst_that_goes_on_is_heard_to_its_end():
    """From 120 s at most 30 s: the burst lasts until 160 s."""
    window = place(hear((127.0, 160.0)))

    assert (window.start_seconds, window.end_seconds) == (120.0, 150.0)


def test_a_burst_that_only_stands_out_of_silence_by_a_little_is_none():
    assert place(hear((121.0, 125.0), level=-25.0)).reason is None


def test_a_loud_stretch_without_a_rise_is_none():
    """Half of all is loud, so loud is usual."""
    assert place(hear((73.0, 125.0))).reason is None


def test_a_burst_right_at_the_start_leaves_the_window():
    """There are no 4 s left before it."""
    window = place(hear((113.0, 116.0)), start=112.0)

    assert (window.start_seconds, window.reason) == (112.0, None)


def test_without_sound_the_window_stays():
    assert place(make_signals(start=103.0)).start_seconds == 103.0


def test_a_burst_without_anything_before_it_is_not_clear():
    signals = Signals(
        start_seconds=115.0,
        end_seconds=133.0,
        loudness_db=(LOUD,) * 20 + (QUIET,) * 160,
        cuts_at_seconds=(),
    )

    assert place(signals).reason is None


@given(
    levels=st.lists(st.floats(-60, 0), min_size=0, max_size=90),
    start=st.floats(75, 115),
    length=st.floats(12, 30),
)
def test_whatever_is_heard_the_window_keeps_its_bounds(levels, start, length):
    signals = make_signals(*levels, start=73.0)
    end = start + length

    window = place(signals, start=start, end=end)

    assert start - 0.001 <= window.start_seconds
    assert end - 0.001 <= window.end_seconds
    assert window.end_seconds - window.start_seconds <= 30.002
    if window.onset_seconds is not None:
        assert window.end_seconds - window.start_seconds >= 11.998
        assert window.onset_seconds - window.start_seconds >= 3.998
