"""Windows breathe: their edges go where a person would cut, and never inside of a word."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.domain.clips.clip_window import WORD_SECONDS_MAX, WindowTuning, breathe
from core.domain.signals.signals import Signals
from core.domain.videos.spoken_word import Word, order_words


def make_signals(*quiet, cuts=(), seconds=60):
    """Return sound of -20 dBFS, and of -60 from tenth to tenth of a second in each of `quiet`."""
    levels = [-20.0] * round(seconds * 10)
    for first, last in quiet:
        levels[first:last] = [-60.0] * (last - first)
    return Signals(
        start_seconds=0.0,
        end_seconds=seconds,
        loudness_db=tuple(levels),
        cuts_at_seconds=tuple(cuts),
    )


def make_word(start, end):
    return Word(text="word", start_seconds=start, end_seconds=end)


def move(start, end, signals, **given_):
    values = {"asset_duration": 60.0, "tolerance_seconds": 1.5}
    window = breathe(start, end, signals=signals, **(values | given_))
    return round(window.start_seconds, 3), round(window.end_seconds, 3)


def test_without_anything_near_it_stays():
    window = breathe(10, 30, signals=make_signals(), asset_duration=60, tolerance_seconds=1.5)

    assert (window.start_seconds, window.end_seconds) == (10, 30)
    assert window.reason == "The window stays as it was found."


def test_edges_go_into_silence_and_say_so():
    # Silent from 9.0 to 10.5 s and from 30.7 to 31.6 s; 0.1 s of lead and 0.3 s of tail.
    window = breathe(
        10.0,
        30.0,
        signals=make_signals((90, 105), (307, 316)),
        asset_duration=60,
        tolerance_seconds=1.5,
        tuning=WindowTuning(lead_seconds=0.1, tail_seconds=0.3),
    )

    assert window.start_seconds == pytest.approx(10.4)
    assert window.end_seconds == pytest.approx(31.0)
    assert window.reason == (
        "The window starts 0.4 s later, at the end of a silence and ends 1.0 s later, in a silence."
    )


@pytest.mark.parametrize(
    ("signals", "window"),
    [
        (make_signals(cuts=(9.2, 30.9)), (9.2, 30.9)),
        (make_signals(cuts=(8.4, 31.6)), (10.0, 30.0)),  # 1.6 s away, further than the tolerance
        (make_signals((95, 96)), (10.0, 30.0)),  # a tenth of a second is no silence
        # A silence ends at 10.4 s, 0.25 s before a cut: its sliver of the old shot would flash.
        (make_signals((97, 104), cuts=(10.5,)), (10.5, 30.0)),
        (make_signals((294, 300), cuts=(29.5,)), (10.0, 29.5)),
        (make_signals((590, 600)), (10.0, 30.0)),
    ],
)
def test_edges_go_to_cuts_and_silences_within_the_tolerance(signals, window):
    assert move(10.0, 30.0, signals) == window


@pytest.mark.parametrize("signals", [make_signals((0, 600)), make_signals(seconds=0)])
def test_a_silent_video_gives_no_reason_to_move(signals):
    assert move(10.0, 30.0, signals) == (10.0, 30.0)


@pytest.mark.parametrize(
    ("words", "window"),
    [
        # Gaps from 9.0 to 10.8 s and from 30.5 to 32 s: 0.15 s before and 0.25 s after a word.
        ([(8, 9), (10.8, 11.5), (29, 30.5), (32, 33)], (10.65, 30.75)),
        # The first word and the last have all the time before and after them.
        ([(10.8, 11.5), (29, 30.5)], (10.65, 30.75)),
        # Words without a gap, of half a second each from 5.2 s and up to 37.2 s: the nearest end.
        ([(5.2 + at / 2, 5.7 + at / 2) for at in range(63)], (10.2, 30.2)),
    ],
)
def test_edges_go_to_gaps_in_the_speech(words, window):
    said = [make_word(start, end) for start, end in words]

    assert move(10.0, 30.0, make_signals(), words=said) == window


def test_a_word_is_left_even_where_nothing_may_move():
    words = [make_word(place * 0.5, place * 0.5 + 0.5) for place in range(120)]

    window = breathe(
        10.2,
        30.2,
        signals=make_signals(),
        words=words,
        asset_duration=60,
        tolerance_seconds=0,
    )

    assert (window.start_seconds, window.end_seconds) == (10.0, 30.0)
    assert window.reason == (
        "The window starts 0.2 s earlier, to leave a word and ends 0.2 s earlier, to leave a word."
    )


def test_a_silence_within_a_word_is_no_place_to_cut():
    assert move(10.0, 30.0, make_signals((97, 104)), words=[make_word(9.5, 11)]) != (10.25, 30.0)


def test_a_word_that_lasts_too_long_is_not_believed():
    """A cue that was never closed would forbid every cut."""
    assert move(10.0, 30.0, make_signals(), words=[make_word(0, 60)]) == (10.0, 30.0)


@pytest.mark.parametrize(
    ("start", "end", "given_", "window"),
    [
        (-5, 70, {"asset_duration": 20.0}, (0.0, 20.0)),
        (0, 60, {"peak_seconds": 40.0}, (25.0, 55.0)),
        (0, 60, {"peak_seconds": 59.0}, (30.0, 60.0)),
        (0, 60, {}, (0.0, 30.0)),
        (10, 30, {"longest_seconds": 12.0, "peak_seconds": 20.0}, (14.0, 26.0)),
        (90, 95, {}, (60.0, 60.0)),
    ],
)
def test_the_window_is_first_brought_within_its_bounds(start, end, given_, window):
    assert move(start, end, make_signals(), **given_) == window


def test_the_peak_stays_inside():
    # The silence after 10 s would be the better place, were the peak not at 10.1 s.
    signals = make_signals((102, 108), (92, 96))

    assert move(10.0, 30.0, signals, peak_seconds=10.1) == (9.45, 30.0)


def test_what_one_edge_takes_the_other_gives():
    """Thirty seconds are the limit, and both edges stand in words."""
    words = [make_word(9.0, 10.5), make_word(39.0, 40.5)]

    # From 9.0 s, the start of the word that holds the peak, 30 s end exactly before the next word.
    assert move(10.0, 40.0, make_signals(), words=words, peak_seconds=10.1) == (9.0, 39.0)


def test_it_gives_up_where_no_edge_is_free():
    """One word from before the window to behind it leaves nowhere to go."""
    words = [make_word(9.0, 11.9)]
    tuning = WindowTuning(shortest_seconds=1.0)

    window = breathe(
        10,
        11,
        signals=make_signals(),
        words=words,
        asset_duration=60,
        tolerance_seconds=0.5,
        longest_seconds=1.0,
        tuning=tuning,
    )

    assert (window.start_seconds, window.end_seconds) == (10, 11)


spans = st.lists(
    st.tuples(st.sampled_from([0.0, 0.0, 0.1, 0.5, 1.2]), st.floats(0.05, WORD_SECONDS_MAX - 0.01)),
    max_size=60,
)


@settings(max_examples=150, deadline=None)
@given(data=st.data(), spans=spans)
def test_every_window_keeps_to_its_bounds_and_out_of_words(data, spans):
    words, at = [], 0.0
    for pause, length in spans:
        words.append(make_word(at + pause, at + pause + length))
        at += pause + length
    duration = data.draw(st.floats(20, 60))
    start = data.draw(st.floats(0, duration - 12))
    end = data.draw(st.floats(start + 10, start + 40))
    peak = data.draw(st.floats(start, min(end, duration, start + 28)))
    tolerance = data.draw(st.sampled_from([0.0, 0.5, 3.0]))
    quiet = data.draw(st.lists(st.integers(0, 590), max_size=5))
    cuts = sorted(data.draw(st.lists(st.floats(0, 60), max_size=5)))
    asked = {
        "signals": make_signals(*((at, at + 5) for at in quiet), cuts=cuts),
        "words": words,
        "asset_duration": duration,
        "tolerance_seconds": tolerance,
        "peak_seconds": peak,
    }

    window = breathe(start, end, **asked)

    assert window == breathe(start, end, **asked)
    assert 0 <= window.start_seconds <= peak <= window.end_seconds <= duration
    assert window.end_seconds - window.start_seconds <= 30 + 1e-5
    assert window.end_seconds - window.start_seconds >= 5 - 1e-5
    for word in order_words(words):
        word_end = min(word.end_seconds, duration)
        for edge in (window.start_seconds, window.end_seconds):
            assert not word.start_seconds + 1e-6 < edge < word_end - 1e-6
