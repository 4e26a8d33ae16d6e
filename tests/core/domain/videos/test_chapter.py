import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.domain.signals.signals import Signals
from core.domain.videos.chapter import find_least_seconds, make_chapters
from core.domain.videos.understanding import AnalysisWindow, SeenChapter, plan_windows
from tests.builders import covers_whole, make_spike


def _signals(*stretches, cuts=()):
    """Stretches are (seconds, level in dB)."""
    levels = tuple(level for seconds, level in stretches for _ in range(seconds * 10))
    return Signals(
        start_seconds=0.0,
        end_seconds=len(levels) / 10,
        loudness_db=levels,
        cuts_at_seconds=tuple(cuts),
    )


def _silent(seconds, cuts=()):
    return Signals(
        start_seconds=0.0, end_seconds=seconds, loudness_db=(), cuts_at_seconds=tuple(cuts)
    )


def _make(signals, **given):
    duration = signals.end_seconds
    values = {"duration_seconds": duration, "unseen": plan_windows(duration)}
    return make_chapters(signals, **(values | given))


@pytest.mark.parametrize(
    ("duration", "least"),
    [
        (60, 20),  # a twelfth is 5 s; 20 s at least
        (1200, 100),
        (3600, 300),
        (10800, 300),
        (36000, 750),  # a twelfth is 3000 s; a quarter of that is more than 300 s
    ],
)
def test_long_videos_have_longer_chapters(duration, least):
    assert find_least_seconds(duration) == least


def test_a_chapter_begins_where_the_sound_changes():
    chapters = _make(_signals((120, -40.0), (120, -20.0), (120, -40.0)))

    assert [(c.start_seconds, c.end_seconds) for c in chapters] == [
        (0, 120),
        (120, 240),
        (240, 360),
    ]
    assert [c.title for c in chapters] == ["Steady from 0:00", "Loud from 2:00", "Steady from 4:00"]
    assert not any(c.is_seen for c in chapters)


def test_a_chapter_begins_where_the_picture_is_cut_faster():
    chapters = _make(_silent(240, cuts=range(120, 240, 2)))

    assert [c.title for c in chapters] == ["No sound from 0:00", "Many cuts from 2:00"]


def test_a_chapter_with_an_eruption_of_chat_is_named_after_it():
    spikes = [make_spike(peak_seconds=200.0), make_spike(peak_seconds=210.0, score=99.0)]

    chapters = _make(_signals((360, -30.0)), spikes=spikes)

    assert "Chat erupts at 3:30" in [c.title for c in chapters]


@pytest.mark.parametrize(
    ("signals", "title"),
    [
        (_signals((100, -30.0), (1, -15.0), (19, -30.0)), "Loud moment at 1:40"),
        (_signals((30, -100.0), (1, -30.0)), "Quiet from 0:00"),
        (_signals((30, -100.0)), "No sound from 0:00"),
        (_silent(40, cuts=range(1, 40, 4)), "Many cuts from 0:00"),
        (_silent(4), "No sound from 0:00"),
    ],
)
def test_a_short_video_is_one_chapter_that_says_what_it_is_like(signals, title):
    chapters = _make(signals)

    assert [chapter.title for chapter in chapters] == [title]


def test_quiet_and_silent_chapters_say_so():
    signals = _signals((200, -20.0), (100, -40.0), (100, -100.0), (200, -20.0))
    titles = [c.title for c in _make(signals)]

    assert "Quiet from 3:20" in titles
    assert "Silence from 5:00" in titles


def test_a_chapter_that_sounds_like_speech_is_talk():
    levels = tuple(-25.0 - 25.0 * (step % 6 > 2) for step in range(600))
    signals = Signals(start_seconds=0.0, end_seconds=60.0, loudness_db=levels, cuts_at_seconds=())

    assert [c.title for c in _make(signals)] == ["Talk from 0:00"]


def test_seen_chapters_win_and_what_is_measured_fills_what_was_not_seen():
    signals = _signals((120, -40.0), (120, -20.0), (120, -40.0))
    seen = [
        SeenChapter(start_seconds=3.0, title="The start"),
        SeenChapter(start_seconds=100.0, title="The race"),
    ]
    unseen = [AnalysisWindow(number=2, start_seconds=180.0, end_seconds=360.0)]

    chapters = _make(signals, seen=seen, unseen=unseen)

    assert [(c.start_seconds, c.title, c.is_seen) for c in chapters] == [
        (0.0, "The start", True),  # 3 s is no chapter of its own
        (100.0, "The race", True),
        (180.0, "Loud from 3:00", False),
        (240.0, "Steady from 4:00", False),
    ]


def test_a_start_goes_to_a_cut_or_to_a_pause():
    seen = [
        SeenChapter(start_seconds=100.0, title="At a cut"),
        SeenChapter(start_seconds=200.0, title="At a pause"),
    ]
    levels = [-20.0] * 3600
    levels[2015] = -80.0
    signals = Signals(
        start_seconds=0.0, end_seconds=360.0, loudness_db=tuple(levels), cuts_at_seconds=(102.5,)
    )

    chapters = _make(signals, seen=seen, unseen=())

    assert [c.start_seconds for c in chapters] == [0.0, 102.5, 201.5]


@settings(max_examples=40, deadline=None)
@given(
    starts=st.lists(st.floats(min_value=0, max_value=900), max_size=12),
    levels=st.lists(st.sampled_from([-100.0, -40.0, -15.0]), min_size=10, max_size=90),
    is_seen=st.booleans(),
)
def test_chapters_always_cover_the_whole_video(starts, levels, is_seen):
    signals = _signals(*((10, level) for level in levels))
    duration = signals.end_seconds
    seen = [SeenChapter(start_seconds=min(at, duration), title="Seen") for at in starts]

    chapters = _make(signals, seen=seen, unseen=() if is_seen else plan_windows(duration))

    assert covers_whole(chapters, duration)
    assert all(c.title for c in chapters)
    least = min(duration, find_least_seconds(duration))
    assert all(c.end_seconds - c.start_seconds >= least - 1e-6 for c in chapters)
