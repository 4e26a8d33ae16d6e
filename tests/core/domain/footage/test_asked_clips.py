from dataclasses import replace
from datetime import timedelta

import pytest

from core.domain.footage.asked_clips import is_near, tie_clips
from core.domain.footage.twitch_clip import TwitchClip
from tests.builders import NOON
from tests.contracts.moments import make_moment

TITLE = "Blitz & more"


def ask(detected_ms, at, *, seconds=30.0, title=TITLE):
    return replace(
        make_moment(),
        detected_ms=detected_ms,
        asked_at=NOON + timedelta(seconds=at),
        asked_title=title,
        asked_seconds=seconds,
        twitch_clip_id="",
        refusal="",
    )


def clip(clip_id, at, *, seconds=30.0, title=TITLE):
    return TwitchClip(
        id=clip_id,
        url=f"https://clips.twitch.tv/{clip_id}",
        title=title,
        duration_seconds=seconds,
        created_at=NOON + timedelta(seconds=at),
    )


def tie(moments, clips):
    return {ms: found.id for ms, found in tie_clips(moments, clips).items()}


@pytest.mark.parametrize(
    ("made", "is_its"),
    [
        (clip("a", 1), True),
        (clip("a", -1), True),  # Twitch's clock is behind, and it knows whole seconds only
        (clip("a", 89), True),  # the request was long under way
        (clip("a", -4), False),
        (clip("a", 91), False),
        (clip("a", 1, seconds=30.8), True),
        (clip("a", 1, seconds=45.0), False),
        (clip("a", 1, title=" Blitz  &  more "), True),
        (clip("a", 1, title="My own clip"), False),
    ],
)
def test_a_clip_is_known_by_its_title_its_length_and_its_time(made, is_its):
    assert tie([ask(1, 0)], [made]) == ({1: "a"} if is_its else {})


def test_without_a_title_twitch_gives_one_of_its_own():
    assert tie([ask(1, 0, title="")], [clip("a", 1, title="Whatever")]) == {1: "a"}


def test_a_title_is_cut_as_twitch_was_asked_for_it():
    assert tie([ask(1, 0, title="x" * 500)], [clip("a", 1, title="x" * 140)]) == {1: "a"}


def test_two_moments_within_seconds_each_get_the_one_of_their_length():
    moments = [ask(1, 0, seconds=30.0), ask(2, 4, seconds=30.6)]
    clips = [clip("b", 5, seconds=30.6), clip("a", 6, seconds=30.0)]

    assert tie(moments, clips) == {1: "a", 2: "b"}
    assert tie(moments[:1], clips) == {1: "a"}


def test_of_equal_length_the_time_tells():
    moments = [ask(1, 0, seconds=60.0), ask(2, 5, seconds=60.0)]

    assert tie(moments, [clip("b", 6, seconds=60.0), clip("a", 1, seconds=60.0)]) == {
        1: "a",
        2: "b",
    }
    assert tie(moments, [clip("b", 6, seconds=60.0)]) == {2: "b"}


def test_no_clip_is_of_two_moments_and_no_moment_has_two():
    moments = [ask(n, n, seconds=60.0) for n in range(3)]
    clips = [clip(f"c{n}", n + 1, seconds=60.0) for n in range(5)]

    tied = tie(moments, clips)

    assert sorted(tied) == [0, 1, 2]
    assert len(set(tied.values())) == 3


def test_a_moment_of_an_older_program_has_the_clip_that_was_made_right_after_it():
    older = replace(ask(1, 0), asked_title="", asked_seconds=None)

    assert tie([older], [clip("a", 1, seconds=12.0, title="Any")]) == {1: "a"}
    assert tie([older], [clip("a", 40)]) == {}


def test_before_anything_was_asked_nothing_can_be_its():
    moment = replace(ask(1, 0), asked_at=None)

    assert not is_near(moment, NOON)
    assert tie([moment], [clip("a", 0)]) == {}
