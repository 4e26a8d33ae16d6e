import pytest

from bot.web.chat_chart import LANES_MAX, POINTS_MAX, draw_chat_rate, number_clips
from core.domain.chat.chat_histogram import ChatRates
from core.domain.chat.hearing.missed_peaks import MISS_SENTENCES, MissedPeak, MissReason
from core.domain.clips.clip import ClipStatus
from tests.builders import make_clip, make_spike, make_test_clip_id


def make_rates(*heights, step=5.0):
    return ChatRates(per_second=heights, step_seconds=step)


def spike_at(peak, **given):
    return make_spike(peak_seconds=peak, detected_at_seconds=peak + 3.0, **given)


def draw(rates, spikes, clips, **given):
    """Return the picture of a chat that is long enough to have one."""
    picture = draw_chat_rate(rates, spikes, clips, **given)
    assert picture
    return picture


@pytest.mark.parametrize("heights", [(), (1.0,)])
def test_too_little_chat_makes_no_picture(heights):
    assert draw_chat_rate(make_rates(*heights), [], {}) is None


def test_a_line_runs_from_edge_to_edge_and_leaves_out_the_last_step():
    # 4 steps of 5 s: the last begins at 15 s, so 5 s is a third of the width; the top is 4.
    picture = draw(make_rates(1.0, 4.0, 2.0, 0.0), [], {})

    assert picture.line == "M0 75.0L0.0 75.0L333.3 0.0L666.7 50.0L1000 50.0"
    assert picture.area == picture.line + "L1000 100L0 100Z"


def test_a_long_stream_is_thinned_without_losing_its_peaks():
    heights = [1.0] * 5000
    heights[1234] = 40.0

    picture = draw(make_rates(*heights), [], {})

    assert picture.line.count("L") <= POINTS_MAX + 1
    assert " 0.0L" in picture.line


@pytest.mark.parametrize(
    ("highest", "labels"),
    [
        (0.0, ("0.1",)),
        (0.35, ("0.1", "0.2", "0.3", "0.4")),
        (1.0, ("0.5", "1")),
        (7.2, ("2", "4", "6", "8")),
        (19.0, ("5", "10", "15", "20")),
        (20.0, ("5", "10", "15", "20")),
        (21.0, ("10", "20", "30")),
        (340.0, ("100", "200", "300", "400")),
    ],
)
def test_the_rate_axis_has_at_most_four_round_steps(highest, labels):
    picture = draw(make_rates(0.0, highest, 0.0), [], {})

    assert tuple(tick.label for tick in picture.y_ticks) == labels
    assert picture.y_ticks[-1].percent == 0.0


@pytest.mark.parametrize(
    ("seconds", "labels"),
    [
        (100, "0:00 0:10 0:20 0:30 0:40 0:50 1:00 1:10 1:20 1:30 1:40"),
        (600, "0:00 1:00 2:00 3:00 4:00 5:00 6:00 7:00 8:00 9:00 10:00"),
        (7200, "0:00 15:00 30:00 45:00 1:00:00 1:15:00 1:30:00 1:45:00 2:00:00"),
    ],
)
def test_the_time_axis_has_round_steps(seconds, labels):
    picture = draw(make_rates(*[1.0] * (seconds // 5 + 1)), [], {})

    assert [tick.label for tick in picture.x_ticks] == labels.split()
    assert (picture.x_ticks[0].anchor, picture.x_ticks[-1].anchor) == ("start", "end")
    assert [tick.is_minor for tick in picture.x_ticks[:3]] == [False, True, False]


def test_a_stream_of_weeks_still_has_a_time_axis():
    picture = draw(make_rates(1.0, 1.0, 1.0, step=1_000_000.0), [], {})

    assert picture.x_ticks[1].label == "4:00:00"


def test_what_is_usual_is_the_median_and_left_out_where_it_is_silence():
    usual = draw(make_rates(1.0, 1.0, 1.0, 4.0), [], {}).usual
    silence = draw(make_rates(0.0, 0.0, 0.0, 4.0), [], {}).usual

    assert (usual.label, usual.percent) == ("1", 75.0)
    assert silence is None


def test_a_marker_stands_at_its_peak_and_leads_to_its_clip():
    spikes = [spike_at(100.0), spike_at(300.0)]
    clip = make_clip(spike=spikes[1], start_seconds=270.0, end_seconds=305.0,
                     status=ClipStatus.IN_REVIEW)  # fmt: skip
    rates = make_rates(*[1.0] * 101)  # 0 to 500 s

    picture = draw(rates, spikes, number_clips(spikes, [clip]))

    first, second = picture.markers
    assert (first.percent, first.number, first.clip_id, first.status) == (20.0, 1, None, "none")
    assert (second.percent, second.number, second.clip_id) == (60.0, 2, clip.id)
    assert second.label.startswith("Spike 2 at 5:00. 31 people wrote 40 lines")
    (window,) = picture.windows
    assert (window.percent, round(window.width_percent, 6)) == (54.0, 7.0)


def test_markers_that_would_cover_each_other_go_up_a_lane():
    # Of 500 s, 7 % are 35 s: the second and third are too near, the fourth is free again.
    spikes = [spike_at(at) for at in (100.0, 120.0, 130.0, 140.0, 200.0)]

    picture = draw(make_rates(*[1.0] * 101), spikes, {})

    assert [marker.lane for marker in picture.markers] == [0, 1, 2, 0, 0]
    assert picture.lanes == LANES_MAX
    assert picture.bottom_pixels > picture.top_pixels > 0


def test_a_spike_beyond_the_end_stays_in_the_picture():
    picture = draw(make_rates(1.0, 1.0, 1.0), [spike_at(900.0)], {})

    assert picture.markers[0].percent == 100.0


def test_one_spike_can_be_shown_alone_under_its_number():
    spikes = [spike_at(1.0), spike_at(8.0)]
    clips = number_clips(spikes, [make_clip(spike=spikes[0]),
                                  make_clip(spike=spikes[1], id=make_test_clip_id(2))])  # fmt: skip

    picture = draw(make_rates(1.0, 2.0, 1.0), spikes, clips, only=2)

    assert [marker.number for marker in picture.markers] == [2]
    assert [window.clip_id for window in picture.windows] == [make_test_clip_id(2)]


def test_the_picture_is_described_in_words():
    picture = draw(make_rates(1.0, 1.0, 6.0, 1.0), [spike_at(10.0)], {})
    calm = draw(make_rates(1.0, 1.0, 1.0), [], {})

    assert picture.title == "Chat messages per second over 0:15"
    assert picture.description == (
        "Usually 1 messages per second; at most 6, at 0:10. Spikes: 1 at 0:10."
    )
    assert calm.description.endswith("No spikes.")


def test_a_clip_is_numbered_by_the_spike_it_was_made_from():
    spikes = [spike_at(1.0), spike_at(50.0), spike_at(90.0)]
    made = make_clip(spike=spikes[2])
    by_hand = make_clip(spike=None)

    assert number_clips(spikes, [made, by_hand]) == {3: made}


def miss_at(offset, reason=MissReason.RAID):
    return MissedPeak(
        offset_seconds=offset, score=9.0, threshold=12.0, chatters=40, reacting=9, reason=reason
    )


@pytest.mark.parametrize("reason", list(MissReason))
def test_a_missed_peak_stands_on_the_line_and_says_why(reason):
    picture = draw(make_rates(1.0, 4.0, 2.0, 0.0), [], {}, missed=[miss_at(5.0, reason)])

    (miss,) = picture.missed
    assert (round(miss.percent, 1), miss.y_percent) == (33.3, 0.0)
    assert miss.label == f"Peak a at 0:05 became no clip: {MISS_SENTENCES[reason]}"


def test_letters_stand_only_where_they_have_room():
    rates = make_rates(*[1.0] * 201)
    picture = draw(rates, [], {}, missed=[miss_at(float(at)) for at in (100, 110, 150, 999)])

    assert [(m.letters, m.has_room) for m in picture.missed] == [
        ("a", True),
        ("b", False),
        ("c", True),
        ("d", True),
    ]


def test_a_peak_after_the_end_stays_inside():
    picture = draw(make_rates(1.0, 4.0, 2.0, 0.0), [], {}, missed=[miss_at(900.0)])

    assert picture.missed[0].percent == 100
