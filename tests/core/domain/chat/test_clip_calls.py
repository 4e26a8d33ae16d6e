from math import inf, nan

import pytest

from core.domain.chat.chat_message import ChatMessage, ChatNotice, NoticeKind
from core.domain.chat.clip_calls import ClipCalls, ClipCallStatus, ClipCallTuning, read_call


def _say(calls, at, chatter, text="!clip", *, is_moderator=False):
    return calls.hear(
        ChatMessage(offset_seconds=at, chatter=chatter, text=text, is_moderator=is_moderator)
    )


def ban(chatter):
    return ChatNotice(offset_seconds=52.0, kind=NoticeKind.TIMEOUT, chatter=chatter)


def _statuses(calls, *said):
    return [str(_say(calls, at, chatter).status) for at, chatter in said]


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("!clip", ""),
        (" !CLIP  the  best save ", "the best save"),
        ("!clip " + "x" * 200, "x" * 80),
        ("!clips", None),
        ("please !clip", ""),
        ("@ann !clip", ""),
        ("@ann, !clip what a save", "what a save"),
        ("!clip \U000e0000", ""),
        ("", None),
    ],
)
def test_a_call_may_propose_a_title(text, title):
    assert read_call(text) == title


def test_three_viewers_make_a_clip_and_the_first_is_credited():
    calls = ClipCalls()

    first = _say(calls, 100.0, "ann")
    second = _say(calls, 104.0, "bob", "!clip what a save")
    third = _say(calls, 109.0, "cid", "!clip other")

    assert (first.status, first.callers, first.needed) == (ClipCallStatus.COUNTED, 1, 3)
    assert (second.callers, second.asked_by) == (2, "ann")
    assert (third.status, third.callers) == (ClipCallStatus.REACHED, 3)
    assert (third.asked_by, third.title) == ("ann", "what a save")
    assert third.moment_seconds == 92.0  # 8 s before the first call


def test_who_asks_twice_counts_once():
    assert _statuses(ClipCalls(), (11.0, "ann"), (12.0, "ann"), (13.0, "bob")) == [
        "counted",
        "repeated",
        "counted",
    ]


def test_calls_that_lie_too_far_apart_do_not_add_up():
    calls = ClipCalls()

    assert _statuses(calls, (11.0, "ann"), (25.0, "bob"), (32.0, "cid"), (40.0, "dan")) == [
        "counted",
        "counted",
        "counted",  # ann has expired
        "reached",
    ]


def test_a_moderator_needs_nobody_else():
    asked = _say(ClipCalls(), 50.0, "mo", is_moderator=True)

    assert (asked.status, asked.asked_by) == (ClipCallStatus.REACHED, "mo")


def test_a_moderator_brings_the_first_caller_through():
    calls = ClipCalls()
    _say(calls, 50.0, "ann")

    assert _say(calls, 55.0, "mo", is_moderator=True).asked_by == "ann"


def test_who_is_timed_out_is_forgotten():
    calls = ClipCalls()
    _say(calls, 50.0, "ann")
    _say(calls, 51.0, "bob")

    calls.forget(ban("ann"))
    calls.forget(ban("nobody"))

    assert _say(calls, 52.0, "cid").callers == 2
    assert _say(calls, 53.0, "dan").asked_by == "bob"


def test_a_call_that_a_moderator_deletes_counts_no_more_and_leaves_no_title():
    calls = ClipCalls()
    calls.hear(
        ChatMessage(offset_seconds=50.0, chatter="ann", text="!clip slander", message_id="m1")
    )

    calls.forget(ChatNotice(offset_seconds=51.0, kind=NoticeKind.DELETION, message_id="m1"))

    call = _say(calls, 52.0, "bob")
    assert (call.callers, call.title) == (1, "")


def test_after_a_clip_the_same_moment_is_known():
    """Its window is taken; a call for the next one starts anew."""
    calls = ClipCalls()
    _statuses(calls, (100.0, "ann"), (101.0, "bob"), (102.0, "cid"))  # the moment is 92

    assert _statuses(calls, (110.0, "dan"), (129.9, "eve"), (130.0, "fay")) == [
        "known",  # 110 - 8 = 102
        "known",  # 121.9 is 29.9 after 92
        "counted",
    ]


def test_calls_after_an_eruption_join_it():
    calls = ClipCalls()

    assert not calls.meet_spike(95.0)

    assert _statuses(calls, (100.0, "ann"), (101.0, "bob"), (102.0, "cid")) == [
        "counted",
        "counted",
        "joined",
    ]
    assert _say(calls, 103.0, "dan").asked_by == "ann"
    assert _say(calls, 103.0, "dan").moment_seconds == 95.0


def test_an_eruption_after_the_calls_is_the_same_moment():
    calls = ClipCalls()
    _statuses(calls, (100.0, "ann"), (101.0, "bob"), (102.0, "cid"))

    assert calls.meet_spike(105.0)
    assert not calls.meet_spike(150.0)


@pytest.mark.parametrize("text", ["!clip", "!clip now"])
def test_bots_do_not_call(text):
    assert _say(ClipCalls(), 1.0, "nightbot", text) is None


def test_a_stream_that_has_just_begun_has_nothing_to_clip():
    calls = ClipCalls(ClipCallTuning(viewers=1))

    assert _say(calls, -3.0, "ann") is None
    assert _say(calls, 9.9, "ann") is None
    assert _say(calls, 10.0, "ann").status is ClipCallStatus.REACHED


def test_other_lines_are_no_calls():
    assert _say(ClipCalls(), 1.0, "ann", "clip it") is None


def test_a_flood_of_names_stays_bounded():
    calls = ClipCalls(ClipCallTuning(viewers=1000, within_seconds=0.5))
    statuses = {str(_say(calls, 11.0, f"viewer{number}").status) for number in range(1500)}

    assert statuses == {"counted", "reached", "known"}


@pytest.mark.parametrize(
    "wrong",
    [
        {"viewers": 0},
        {"viewers": 1001},
        {"within_seconds": -1.0},
        {"delay_seconds": nan},
        {"same_moment_seconds": inf},
    ],
)
def test_settings_that_nobody_could_call_with_are_refused(wrong):
    with pytest.raises(ValueError, match="must be"):
        ClipCallTuning(**wrong)
