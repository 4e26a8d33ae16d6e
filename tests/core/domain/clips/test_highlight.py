import pytest

from core.domain.clips.highlight import count_highlights, find_highlights
from core.domain.signals.signals import Signals
from core.domain.videos.moment import Evidence
from core.domain.videos.spoken_word import Word
from core.domain.videos.understanding import Category, Criterion, Mark, Rubric, SeenMoment
from tests.builders import make_spike


def _signals(seconds=300, loud=(), level=-30.0):
    levels = tuple(
        -15.0 if any(start <= step / 10 < end for start, end in loud) else level
        for step in range(seconds * 10)
    )
    return Signals(start_seconds=0.0, end_seconds=seconds, loudness_db=levels, cuts_at_seconds=())


def _seen(start, peak, end, *, points=8, **given):
    values = {
        "start_seconds": start,
        "peak_seconds": peak,
        "end_seconds": end,
        "category": Category.WIN,
        "title": "Last-lap overtake",
        "quote": "",
        "visual": "Two cars side by side.",
        "rubric": Rubric(
            marks=tuple(Mark(criterion=c, points=points, sentence="Yes.") for c in Criterion)
        ),
    }
    return SeenMoment(**(values | given))


def _find(signals, **given):
    return find_highlights(signals, duration_seconds=signals.end_seconds, **given)


@pytest.mark.parametrize(
    ("duration", "count"), [(10, 4), (480, 4), (481, 5), (3600, 30), (10800, 40)]
)
def test_longer_videos_may_have_more_highlights(duration, count):
    assert count_highlights(duration) == count


def test_without_a_model_loud_stretches_are_found_and_say_why():
    first, second = _find(_signals(loud=[(40, 48), (85, 92)]))

    assert first.start_seconds <= 40
    assert first.end_seconds >= 48
    assert second.start_seconds <= 85
    assert second.end_seconds >= 92
    assert first.evidence is Evidence.LOUDNESS
    assert "15 dB above" in first.reason
    assert first.seen is None


def test_a_seen_and_a_measured_moment_that_lie_on_each_other_become_one():
    (highlight,) = _find(_signals(loud=[(40, 48)]), seen=[_seen(35.0, 42.0, 50.0)])

    assert highlight.title == "Last-lap overtake"
    assert highlight.evidence is Evidence.LOUDNESS
    assert highlight.reason == (
        "The sound is 15 dB above the usual level. The model saw: Two cars side by side."
    )


def test_a_seen_peak_goes_to_the_loudest_second_near_it():
    (highlight,) = _find(_signals(loud=[(45, 46)]), seen=[_seen(35.0, 43.0, 52.0)])

    assert highlight.peak_seconds == pytest.approx(45.0)


def test_a_seen_moment_beside_a_burst_of_sound_does_not_lose_the_burst():
    (highlight,) = _find(_signals(loud=[(40, 48)]), seen=[_seen(44.0, 49.0, 60.0)])

    # Measured 36 to 51 s with the peak at 40 s, seen 44 to 60 s: both together are 24 s.
    assert highlight.start_seconds <= 40
    assert highlight.end_seconds >= 57
    assert highlight.seen is not None


@pytest.mark.parametrize(
    ("seen", "window"),
    [
        ((42.0, 47.0, 60.0), (36, 60)),  # both together are 24 s
        ((22.0, 45.0, 75.0), (36, 51)),  # together 53 s: the measured window
    ],
)
def test_what_lies_on_each_other_is_shown_whole_where_it_fits(seen, window):
    (highlight,) = _find(_signals(loud=[(40, 48)]), seen=[_seen(*seen)])

    assert highlight.seen is not None
    assert highlight.start_seconds == pytest.approx(window[0], abs=3)
    assert highlight.end_seconds == pytest.approx(window[1], abs=3)


def test_an_eruption_of_chat_stays_with_the_moment_that_was_seen_there():
    spike = make_spike()  # 103 to 133 s, its peak at 128 s
    (highlight,) = _find(_signals(), spikes=[spike], seen=[_seen(115.0, 126.0, 131.0)])

    assert highlight.spike == spike
    assert highlight.seen is not None


def test_what_only_the_model_saw_is_a_highlight_too():
    silent = Signals(start_seconds=0.0, end_seconds=300.0, loudness_db=(), cuts_at_seconds=())

    (highlight,) = _find(silent, seen=[_seen(35.0, 43.0, 52.0, visual="")])

    assert highlight.reason == "The model saw it."
    assert highlight.evidence is None
    assert highlight.peak_seconds == 43.0


def test_highlights_never_overlap_and_the_higher_score_wins():
    seen = [_seen(30.0, 40.0, 50.0, points=3), _seen(45.0, 60.0, 65.0, points=9)]

    (highlight,) = _find(_signals(), seen=seen)

    assert highlight.seen == seen[1]


def test_a_highlight_is_at_most_thirty_seconds_long_and_holds_its_peak():
    (highlight,) = _find(_signals(), seen=[_seen(30.0, 70.0, 85.0)])

    assert highlight.end_seconds - highlight.start_seconds <= 30
    assert highlight.start_seconds <= highlight.peak_seconds <= highlight.end_seconds


def test_no_edge_lies_inside_of_a_word():
    words = [Word(text="absolutely", start_seconds=49.5, end_seconds=50.5)]

    (highlight,) = _find(_signals(), seen=[_seen(35.0, 43.0, 50.0)], words=words)

    assert not 49.5 < highlight.end_seconds < 50.5


def test_a_moment_without_a_title_is_named_after_its_time():
    (highlight,) = _find(_signals(), seen=[_seen(35.0, 43.0, 50.0, title="")])

    assert highlight.title == "A scene at 0:40"  # the first of equally loud seconds within 3 s


def test_there_are_never_more_than_the_length_allows():
    seen = [_seen(30.0 * n, 30.0 * n + 5, 30.0 * n + 12) for n in range(9)]

    assert len(_find(_signals(), seen=seen)) == 4


def test_equal_evidence_gives_equal_highlights():
    signals, seen = _signals(loud=[(40, 48)]), [_seen(35.0, 42.0, 50.0)]

    assert _find(signals, seen=seen) == _find(signals, seen=seen)
