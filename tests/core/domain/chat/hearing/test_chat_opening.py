from dataclasses import replace

import pytest

from core.domain.chat.chat_message import ChatMessage
from core.domain.chat.chat_spike import SpikeTuning
from core.domain.chat.hearing.chat_opening import FIRST_SECONDS, ChatOpening
from core.domain.chat.spike_detector import ChatSpikeDetector
from tests.chat_generator import GeneratedChat

QUICK = SpikeTuning(warm_up_seconds=20.0)


def said(at, chatter="ann"):
    return ChatMessage(offset_seconds=at, chatter=chatter, text="hi")


@pytest.fixture
def opening():
    return ChatOpening(ChatSpikeDetector(QUICK))


def erupting(at):
    chat = GeneratedChat(3, duration_seconds=FIRST_SECONDS)
    chat.talk(60)
    chat.erupt(at, 30, "hype")
    return chat.events()


def test_an_opening_begins_with_its_first_line_and_brings_all_into_order():
    opening = ChatOpening(ChatSpikeDetector(), seconds=20.0)
    assert not opening.is_over(500.0)

    for at in (105.0, 101.0, 110.0):
        opening.add(said(at))

    assert [opening.is_over(at) for at in (124.9, 125.0)] == [False, True]
    assert opening.count_since(105.0) == 2
    assert [event.offset_seconds for event in opening.list_events()] == [101.0, 105.0, 110.0]


def test_what_is_heard_so_far_is_known_to_whoever_takes_over(opening):
    detector = ChatSpikeDetector(QUICK)
    for event in erupting(500.0):
        opening.add(event)
        detector.hear(event)

    assert replace(opening.memory(), unstored=()) == detector.memory()
    assert opening.memory().heard_seconds > 50


def test_an_eruption_is_told_at_once_and_is_for_whoever_takes_over_to_store(opening):
    told = [event.offset_seconds for event in erupting(40.0) if opening.add(event)]

    (spike,) = opening.memory().unstored
    assert [40.0 < at < 50.0 for at in told] == [True]
    assert 40.0 < spike.detected_at_seconds < 50.0


def test_an_eruption_after_which_nobody_writes_is_told_as_time_passes(opening):
    for second in range(40):
        opening.add(said(float(second), f"viewer{second % 7}"))
    burst = [replace(said(40.0 + n / 30, f"fan{n}"), text="POG") for n in range(25)]

    assert not any(opening.add(event) for event in burst)
    assert [opening.pass_time(at) for at in (40.9, 42.5, 43.5)] == [False, True, False]
    assert len(opening.memory().unstored) == 1


def test_a_line_that_is_very_late_does_not_set_back_what_is_known(opening):
    for at in (0.0, 20.0, 50.0, 5.0, 51.0):
        opening.add(said(at))

    assert 50.0 <= opening.memory().offset_seconds <= 52.0
    assert len(opening.list_events()) == 5
