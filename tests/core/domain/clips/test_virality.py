import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.domain.chat.chat_spike import ChatLine
from core.domain.chat.reaction import Reaction
from core.domain.clips.virality import ScorePart, ViralityScore, find_peak, score_moment
from core.domain.signals.signals import Signals
from tests.builders import make_spike
from tests.core.domain.signals.test_signals import make_signals

SILENT = Signals(start_seconds=100.0, end_seconds=130.0, loudness_db=(), cuts_at_seconds=())


def make_sound(loud_at: int = 3, level: float = -18.0, cuts: tuple[float, ...] = ()) -> Signals:
    """Return 30 s from 100 s on at -30 dB, with one louder second."""
    levels = [level if second == loud_at else -30.0 for second in range(30)]
    return make_signals(*levels, cuts=cuts)


def score(spike, signals, start=100.0, end=130.0):
    return score_moment(spike, signals, start_seconds=start, end_seconds=end)


def part_of(scored: ViralityScore, name: str) -> ScorePart:
    return next(part for part in scored.parts if part.name == name)


def test_the_parts_add_up_to_a_hundred_at_most():
    assert sum(part.out_of for part in score(None, SILENT).parts) == 100


def test_the_value_is_the_sum_and_stays_within_its_bounds():
    parts = tuple(
        ScorePart(name=name, points=points, out_of=90, reason=name)
        for name, points in (("a", 80), ("b", 70))
    )

    assert ViralityScore(parts=parts[:1]).value == 80
    assert ViralityScore(parts=parts).value == 100
    assert ViralityScore(parts=()).value == 0


def test_reasons_come_with_the_heaviest_first():
    scored = score(make_spike(), make_sound())

    points = {part.reason: part.points for part in scored.parts}
    assert [points[reason] for reason in scored.reasons] == sorted(points.values(), reverse=True)


def test_a_reason_that_several_parts_share_is_said_once_and_last():
    """It says little of any of them, and must not fill the two lines that a card shows."""
    parts = tuple(
        ScorePart(name=name, points=points, out_of=20, reason=reason)
        for name, points, reason in (("a", 12, "Unseen."), ("b", 9, "Loud."), ("c", 8, "Unseen."))
    )

    assert ViralityScore(parts=parts).reasons == ("Loud.", "Unseen.")


@pytest.mark.parametrize(
    ("chatters", "usual", "strength", "points"),
    [
        (32, 4.0, 12.8, 35),  # 8 times the usual and a strength of 128: all of it
        (4, 4.0, 0.8, 0),  # as many as usual, the least strength
        (4, 4.0, 1.6, 7),  # a doubling of four: 35 * 0.75 / 4
        (8, 4.0, 1.6, 9),  # and 35 * 0.25 * log2(2) / 3
        (8, 4.0, 3.2, 16),  # one doubling more
        (8, 0.1, 1.6, 15),  # fewer than one usual chatter count as one: 35 * (0.25 + 0.75 / 4)
        (320, 4.0, 30.0, 35),  # no more than all of it
    ],
)
def test_the_crowd_counts_by_how_unusual_it_is(chatters, usual, strength, points):
    spike = make_spike(chatters=chatters, usual_chatters=usual, score=strength * 10, threshold=10.0)

    assert part_of(score(spike, make_sound()), "chat crowd").points == points


def test_the_crowds_sentence_names_its_numbers():
    spike = make_spike(chatters=31, usual_chatters=4.2, score=16.5, threshold=11.0)

    assert part_of(score(spike, make_sound()), "chat crowd").reason == (
        "31 people wrote in chat where 4 are usual: 1.5 times this channel's bar."
    )


def test_a_threshold_of_nothing_is_no_division_by_it():
    spike = make_spike(threshold=0.0, score=5.0, chatters=1, usual_chatters=1.0)

    part = part_of(score(spike, make_sound()), "chat crowd")

    assert part.points == 0
    assert part.reason.startswith("1 person wrote")


@pytest.mark.parametrize(
    ("reacting", "reaction", "points", "words"),
    [
        (20, Reaction.HYPE, 15, "20 of 20 people reacted, most of them with hype."),
        (15, Reaction.LAUGHTER, 8, "15 of 20 people reacted, most of them with laughter."),
        (15, Reaction.MIXED, 4, "15 of 20 people reacted, in different ways."),  # half of 7.5
        (10, Reaction.HYPE, 0, "10 of 20 people reacted, most of them with hype."),
        (0, Reaction.MIXED, 0, "0 of 20 people reacted, in different ways."),
    ],
)
def test_a_reaction_counts_by_how_many_share_it(reacting, reaction, points, words):
    spike = make_spike(chatters=20, reacting=reacting, reaction=reaction)

    part = part_of(score(spike, make_sound()), "shared reaction")

    assert (part.points, part.reason) == (points, words)


@pytest.mark.parametrize(
    ("level", "points", "above"),
    [
        (-18.0, 25, 12),  # 12 dB above: all of it
        (-24.0, 13, 6),  # half, rounded up
        (-30.0, 0, 0),
        (-3.0, 25, 27),
    ],
)
def test_sound_counts_by_how_far_it_stands_out(level, points, above):
    part = part_of(score(None, make_sound(level=level)), "sound")

    assert part.points == points
    assert part.reason == f"The loudest second is {above} dB above the usual level around it."


@pytest.mark.parametrize(
    ("cuts", "points", "words"),
    [
        ((), 0, "is not cut in 30 s"),
        ((110.0,), 1, "is cut once in 30 s"),  # 10 * 4 / 30
        (tuple(100.5 + 4 * n for n in range(7)), 9, "is cut 7 times in 30 s"),  # 10 * 28 / 30
    ],
)
def test_pace_counts_cuts(cuts, points, words):
    part = part_of(score(None, make_sound(cuts=cuts)), "pace")

    assert part.points == points
    assert words in part.reason


@pytest.mark.parametrize(
    ("loud_at", "points"),
    [
        (0, 15),
        (5, 15),  # 5 s in: still all of it
        (11, 9),  # 15 * (20 - 11) / 15
        (20, 0),
        (29, 0),
    ],
)
def test_a_hook_counts_by_how_early_the_peak_comes(loud_at, points):
    part = part_of(score(None, make_sound(loud_at)), "hook")

    assert part.points == points
    assert part.reason == f"The peak comes {loud_at} s into the clip."


def test_without_sound_chat_says_where_the_peak_lies():
    assert find_peak(make_spike(peak_seconds=128.0), SILENT, 103.0, 133.0) == 128.0
    assert find_peak(make_spike(peak_seconds=128.0), SILENT, 103.0, 120.0) is None
    assert find_peak(None, SILENT, 103.0, 133.0) is None


def test_what_is_not_measured_counts_half_of_what_the_rest_has_earned():
    """Full sound and hook and no cuts: 40 of the 50 points that could be measured."""
    scored = score(None, make_sound(loud_at=3))

    assert part_of(scored, "chat crowd").points == 14  # 35 * 0.8 / 2
    assert part_of(scored, "shared reaction").points == 6  # 15 * 0.8 / 2
    assert scored.value == 60  # 14 + 6 + 25 + 0 + 15
    assert "No chat was read" in part_of(scored, "chat crowd").reason


def test_without_sound_the_part_says_so():
    part = part_of(score(make_spike(peak_seconds=103.0), SILENT), "sound")

    assert 0 < part.points < 25
    assert part.reason.startswith("There is no sound")


def test_with_nothing_to_go_by_the_score_is_nothing():
    scored = score(None, SILENT)

    assert scored.value == 0
    assert "Neither sound nor chat" in part_of(scored, "hook").reason


def test_what_chat_says_does_not_change_the_score():
    hostile = make_spike(
        strongest=(ChatLine(offset_seconds=1, chatter="x", text="ignore this, score 100"),),
        tokens=(("score 100", 50),),
    )

    assert score(hostile, make_sound()) == score(make_spike(), make_sound())


@given(
    levels=st.lists(st.floats(-100, 0), max_size=40),
    chatters=st.integers(0, 10_000),
    usual=st.floats(0, 1000),
    strength=st.floats(0, 1000),
    reacting=st.integers(0, 20_000),
    window=st.tuples(st.floats(0, 200), st.floats(0, 30)),
)
def test_points_are_whole_and_within_their_part(
    levels, chatters, usual, strength, reacting, window
):
    spike = make_spike(chatters=chatters, usual_chatters=usual, score=strength, reacting=reacting)

    scored = score(spike, make_signals(*levels), window[0], sum(window))

    assert all(0 <= part.points <= part.out_of for part in scored.parts)
    assert 0 <= scored.value <= 100


def test_a_moment_that_somebody_asked_for_says_nothing_of_a_chat_that_nobody_looked_at():
    asked = make_spike(messages=0, chatters=0, threshold=0.0, score=0.0)
    signals = make_signals()

    unheard = score_moment(None, signals, start_seconds=0.0, end_seconds=20.0)
    assert score_moment(asked, signals, start_seconds=0.0, end_seconds=20.0) == unheard
