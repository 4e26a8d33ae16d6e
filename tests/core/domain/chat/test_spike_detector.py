import json
import pickle
from bisect import bisect_right
from dataclasses import replace
from functools import cache
from math import inf, isfinite, nan

import pytest

from core.domain.chat.channel_lessons import Learned
from core.domain.chat.chat_message import ChatMessage, ChatNotice, NoticeKind
from core.domain.chat.chat_spike import SpikeTuning
from core.domain.chat.detector_memory import DetectorMemory
from core.domain.chat.reaction import Reaction
from core.domain.chat.spike_detector import ChatSpikeDetector
from tests.chat_generator import GeneratedChat

pytestmark = pytest.mark.no_cover

_RATES = (6, 20, 60)
_QUORUM = range(60)


def _hear(events, tuning=None, memory=None):
    detector = ChatSpikeDetector(tuning or SpikeTuning(), memory=memory)
    return [spike for event in events if (spike := detector.hear(event))]


def _chat(seed, *, minutes=17.0):
    return GeneratedChat(seed, duration_seconds=minutes * 60)


def _busy_chat(seed=3):
    chat = GeneratedChat(seed, duration_seconds=2400.0)
    chat.talk(40)
    for at, kind in ((500.0, "hype"), (900.0, "laughter"), (1300.0, "shock"), (1900.0, "hype")):
        chat.erupt(at, 25, kind)
    return chat


_CROWDS = {
    "ordinary talk": lambda chat: None,
    "a raid with its notice": lambda chat: chat.raid(700, 80, with_notice=True),
    "a raid without a notice": lambda chat: chat.raid(700, 80, with_notice=False),
    "a raid of a few": lambda chat: chat.raid(700, 12, with_notice=False),
    "a train of gifts": lambda chat: chat.gift_train(700, 20, with_notices=True),
    "thanks for gifts": lambda chat: chat.gift_train(700, 20, with_notices=False),
    "!join": lambda chat: chat.wave(700, 80, ["!join"]),
    "commands": lambda chat: chat.wave(700, 80, ["!song", "!points", "!gamble all"]),
    "a keyword": lambda chat: chat.wave(700, 80, ["pizza"]),
    "a vote": lambda chat: chat.wave(700, 80, ["1", "2"]),
    "a copied line": lambda chat: chat.wave(700, 80, ["PogChamp join the marmot gang now"]),
    "one who floods": lambda chat: chat.flood(700, 300, chatters=["ann"], text="LUL LUL"),
    "bots": lambda chat: chat.flood(
        700, 300, chatters=[f"promo{n}_bot" for n in range(60)], text="PogChamp PogChamp"
    ),
    "greetings": lambda chat: chat.wave(30, 60, ["hi", "hello", "POG", "lets go", "first"]),
}


# Whoever floods is still one viewer who reacts, and may be the one that a moment lacked.
_TIPPED_MOST = {"one who floods": 2}


@pytest.mark.parametrize("name", _CROWDS)
def test_crowds_that_do_not_react_to_the_stream_are_not_spikes(name):
    """Near the planted crowd nothing fires in sixty seeds, on quiet and on busy channels."""
    plant = _CROWDS[name]

    def find(seed):
        chat = _talk(seed)
        plant(chat)
        return set(_near(chat, seed)) - set(_near_without(seed))

    fired = [seed for seed in _QUORUM if find(seed)]
    assert len(fired) <= _TIPPED_MOST.get(name, 0), fired


def _near(chat, seed):
    """Return when something was found in the first two minutes or near the planted crowd."""
    events = [event for event in chat.events() if event.offset_seconds <= 790]
    found = _hear_on(events, seed, minutes=14.0, until=690.0)
    return [at for spike in found if 695 <= (at := spike.detected_at_seconds) <= 790 or at <= 120]


def _hear_on(events, seed, *, minutes, until):
    """Return what is found in events, of which those before a crowd may have been heard already."""
    before, heard, found = _hear_before(seed, minutes, until)
    is_talk_before = events[: len(before)] == before
    detector = pickle.loads(heard) if is_talk_before else ChatSpikeDetector()  # noqa: S301 - made here
    rest = events[len(before) :] if is_talk_before else events
    return (found if is_talk_before else []) + [s for e in rest if (s := detector.hear(e))]


@cache
def _hear_before(seed, minutes, until):
    """Return the talk before any crowd, the detector that has heard it, and what that found.

    All crowds but one come into the same talk: it is heard once, which takes most of the time.
    """
    events = [event for event in _talk(seed, minutes).events() if event.offset_seconds < until]
    detector = ChatSpikeDetector()
    found = [spike for event in events if (spike := detector.hear(event))]
    return events, pickle.dumps(detector), found


def _talk(seed, minutes=14.0):
    return _generate_talk(seed, minutes).branch()


@cache
def _generate_talk(seed, minutes):
    chat = _chat(seed, minutes=minutes)
    chat.talk(_RATES[seed % 3])
    return chat


@cache
def _near_without(seed):
    """Return what the same talk has by itself: some of it reacts, as all talk does."""
    return _near(_talk(seed), seed)


def test_a_chat_back_after_an_outage_is_not_a_spike():
    """The silence is no baseline, and those who say that they are back are no moment."""
    for seed in _QUORUM:
        chat = _chat(seed)
        chat.talk((20, 60)[seed % 2], silent=(500.0, 800.0))
        chat.wave(800.5, 20, ["back", "we are back", "it works", "finally"])

        assert [s for s in _hear(chat.events()) if 800 < s.detected_at_seconds < 860] == []


@pytest.mark.parametrize("kind", ["hype", "laughter", "shock"])
def test_planted_moments_are_found(kind):
    """At least 57 of 60 are, within 15 seconds, and they bear their name."""
    found = []
    for seed in _QUORUM:
        chat = _talk(seed, minutes=11.0)
        chat.erupt(600.0, 16, kind)
        heard = _hear_on(chat.events(), seed, minutes=11.0, until=600.0)
        found += [s for s in heard if 600 <= s.detected_at_seconds <= 615]

    assert len(found) >= 57
    assert sum(spike.reaction == kind for spike in found) >= 54


def test_a_spike_carries_its_evidence():
    spike = _hear(_busy_chat().events())[0]

    assert 500 <= spike.peak_seconds <= spike.detected_at_seconds <= 512
    assert spike.end_seconds - spike.start_seconds == 30.0
    assert spike.start_seconds < 500 < spike.end_seconds
    assert spike.score >= spike.threshold == SpikeTuning().threshold
    assert spike.messages >= spike.chatters >= spike.reacting >= 4
    assert spike.chatters > spike.usual_chatters > 0
    assert spike.reaction is Reaction.HYPE
    assert len(spike.strongest) == 5
    assert spike.tokens[0][1] >= 2


def _hear_ripe(events):
    detector = ChatSpikeDetector()
    ripe = []
    for event in events:
        detector.hear(event)
        ripe.append(detector.take_ripe())
    return [spike for spike in [*ripe, detector.finish()] if spike]


def test_the_evidence_ripens_to_the_height_of_the_burst():
    """The alarm knows a third of those who erupt; ten seconds later nearly all are counted."""
    events = _busy_chat().events()

    for alarm, ripe in zip(_hear(events), _hear_ripe(events), strict=True):
        assert ripe.score > 1.5 * alarm.score
        assert alarm.chatters < ripe.chatters >= 20
        assert ripe.messages >= ripe.chatters >= ripe.reacting > alarm.reacting
        assert alarm == replace(
            ripe,
            score=alarm.score,
            messages=alarm.messages,
            chatters=alarm.chatters,
            usual_chatters=alarm.usual_chatters,
            reacting=alarm.reacting,
            reaction=alarm.reaction,
            strongest=alarm.strongest,
            tokens=alarm.tokens,
        )


def test_a_channel_may_want_one_kind_to_be_stronger():
    """Its moments come last; how many come stays the same."""
    learned = Learned(by_reaction={Reaction.LAUGHTER: 20.0})
    chat = _chat(9, minutes=60.0)
    chat.talk(40)
    for number in range(16):
        chat.erupt(400.0 + 200 * number, 25, "laughter" if number % 2 else "hype")
    plain, taught = (
        [s.reaction for e in chat.events() if (s := detector.hear(e))]
        for detector in (ChatSpikeDetector(), ChatSpikeDetector(learned=learned))
    )

    assert abs(len(plain) - len(taught)) <= 2
    assert taught.count(Reaction.LAUGHTER) < plain.count(Reaction.LAUGHTER)


def test_a_channel_whose_chat_is_late_gets_earlier_clips():
    detector = ChatSpikeDetector(learned=Learned(earlier_seconds=6.0))
    late = [spike for event in _busy_chat().events() if (spike := detector.hear(event))]

    for spike, usual in zip(late, _hear(_busy_chat().events()), strict=True):
        assert spike.start_seconds == usual.start_seconds - 6.0
        assert spike.end_seconds == usual.end_seconds - 6.0


@pytest.mark.parametrize("until", [0.0, 100.0, 503.5, 700.0])
def test_a_moment_can_be_described_at_any_time(until):
    """Viewers ask for clips while nothing erupts, too."""
    detector = ChatSpikeDetector(SpikeTuning(spikes_an_hour=0.0))
    for event in _busy_chat().events():
        if event.offset_seconds <= until:
            detector.hear(event)

    told = detector.describe()

    assert isfinite(told.score + told.threshold + told.peak_seconds + told.usual_chatters)
    assert told.messages >= told.chatters >= told.reacting
    assert (told.score >= told.threshold) == (until == 503.5)


def test_the_end_of_a_stream_ripens_what_was_growing():
    events = [event for event in _busy_chat().events() if event.offset_seconds < 505.5]

    assert len(_hear_ripe(events)) == len(_hear(events)) == 1


def test_cutting_a_log_changes_no_earlier_spike():
    """It never looks ahead, and nothing is flushed at the end."""
    events = _busy_chat().events()
    whole = _hear(events)
    at = [event.offset_seconds for event in events]

    assert len(whole) == 4
    # One detector tells of every cut, new ones of those around what was detected.
    detector, found = ChatSpikeDetector(), []
    for event in events:
        if spike := detector.hear(event):
            found.append(spike)
        assert found == [s for s in whole if s.detected_at_seconds <= event.offset_seconds]
    ends = [bisect_right(at, spike.detected_at_seconds) for spike in whole]
    for cut in (end + off for end in ends[:2] for off in (-3, 0, 3)):
        expected = [s for s in whole if s.detected_at_seconds <= at[cut - 1]]
        assert _hear(events[:cut]) == expected


def test_time_that_passes_without_a_message_completes_a_spike():
    """Live, a burst is not told only when somebody writes again."""
    chat = _busy_chat()
    last = 508.0
    events = [event for event in chat.events() if event.offset_seconds < last]
    detector = ChatSpikeDetector()
    heard = [detector.hear(event) for event in events]

    ticked = [detector.pass_time(last + second) for second in range(3)]

    assert len([spike for spike in heard + ticked if spike]) == 1


@pytest.mark.parametrize("silent_seconds", [5.0, 70.0, 300.0])
def test_a_burst_before_a_silence_is_found_when_it_was(silent_seconds):
    """An outage that follows neither moves it nor explains it away."""
    events = [event for event in _busy_chat().events() if event.offset_seconds < 503.0]
    later = ChatMessage(offset_seconds=503.0 + silent_seconds, chatter="ann", text="hi there")

    (spike,) = _hear([*events, later])

    assert 500.0 < spike.detected_at_seconds <= 504.0


def test_a_line_that_comes_after_its_second_was_looked_at_counts_in_it():
    """A stall in the midst of a second: what time passed meanwhile has judged nothing."""
    events = _busy_chat().events()
    detector = ChatSpikeDetector()
    found = []
    for event in events:
        found.append(detector.hear(event))
        found.append(detector.pass_time(event.offset_seconds + 25.0))

    told = [round(spike.detected_at_seconds, 3) for spike in found if spike]
    assert told == [round(spike.detected_at_seconds, 3) for spike in _hear(events)]


def test_time_says_nothing_before_the_first_line():
    events = _busy_chat().events()
    detector = ChatSpikeDetector()

    assert detector.pass_time(400.0) is None

    assert [spike for event in events if (spike := detector.hear(event))] == _hear(events)


def test_lines_are_counted_from_an_offset_on():
    detector = ChatSpikeDetector()
    for offset in (1.0, 5.0, 9.0):
        detector.hear(ChatMessage(offset_seconds=offset, chatter="ann", text="hi"))

    assert [detector.count_since(offset) for offset in (-5.0, 4.0, 20.0)] == [3, 2, 0]


def test_ticks_change_nothing():
    events = _busy_chat().events()
    detector = ChatSpikeDetector()
    ticked = []
    for event in events:
        while (second := int(detector_now(detector)) + 1) < event.offset_seconds - 100:
            ticked.append(detector.pass_time(float(second)))
        ticked.append(detector.hear(event))

    assert [spike for spike in ticked if spike] == _hear(events)


def detector_now(detector):
    return detector.memory().heard_seconds


def test_a_creator_who_wants_fewer_gets_the_strongest():
    chat = GeneratedChat(5, duration_seconds=7200.0, regulars=400)
    chat.talk(40)
    for number in range(30):
        chat.erupt(400.0 + 200 * number, 20 + 2 * (number * 7 % 30), "hype")

    many, few = (_hear(chat.events(), SpikeTuning(spikes_an_hour=wanted)) for wanted in (20.0, 2.0))

    assert len(few) < len(many) <= 30
    assert sum(s.score for s in few) / len(few) > sum(s.score for s in many) / len(many)


def test_what_people_want_holds_from_when_they_say_so():
    events = _busy_chat().events()
    detector = ChatSpikeDetector()
    found = [s for e in events if e.offset_seconds < 1000 and (s := detector.hear(e))]

    detector.learn(Learned(spikes_an_hour=0.0))
    later = [s for e in events if e.offset_seconds >= 1000 and (s := detector.hear(e))]

    assert (len(found), later) == (2, [])


def test_a_restart_takes_the_memory_up():
    """The memory survives JSON, and the next moment is found without another warm-up."""
    events = _busy_chat().events()
    before = ChatSpikeDetector()
    for event in events:
        if event.offset_seconds < 1200:
            before.hear(event)
    memory = DetectorMemory.from_dict(json.loads(json.dumps(before.memory().to_dict())))

    rest = [event for event in events if event.offset_seconds >= 1250]

    assert [int(s.peak_seconds // 100) for s in _hear(rest, memory=memory)] == [13, 19]
    assert [int(s.peak_seconds // 100) for s in _hear(rest)] == [19]
    assert memory.peaks != ()


@pytest.mark.parametrize(("people", "found"), [(40, 1), (7, 0)])
def test_a_young_stream_must_be_the_louder(people, found):
    """Of a recording of 100 s, a clear eruption is found, a slight one is not."""
    chat = GeneratedChat(11, duration_seconds=110.0, regulars=80)
    chat.talk(30)
    chat.erupt(88.0, people, "laughter")

    assert len(_hear(chat.events())) == found


@pytest.mark.parametrize("offset", [nan, inf, -inf, 1e300, -1e300, 3e8])
def test_absurd_times_are_survived(offset):
    """No work is done second by second over a gap, and the clock finds back."""
    events = _busy_chat().events()
    middle = len(events) // 2
    absurd = ChatMessage(offset_seconds=offset, chatter="ann", text="hello")

    spikes = _hear([*events[:middle], absurd, *events[middle:]])

    assert len(spikes) == 4
    assert spikes[-1].detected_at_seconds == pytest.approx(1907, abs=10)


def test_jitter_is_clamped():
    events = [
        replace(event, offset_seconds=event.offset_seconds - (number % 3))
        for number, event in enumerate(_busy_chat().events())
    ]

    assert len(_hear(events)) == 4


def test_a_clip_never_starts_before_the_stream():
    chat = _chat(1, minutes=4.0)
    chat.talk(30)
    chat.erupt(200.0, 30, "hype")
    early = [replace(e, offset_seconds=e.offset_seconds - 190.0) for e in chat.events()]

    spikes = _hear(early)

    assert [spike.start_seconds for spike in spikes] == [0.0]


@pytest.mark.parametrize(("before", "found"), [(190.0, 1), (200.0, 1), (240.0, 0)])
def test_what_lies_before_the_streams_start_cannot_be_cut(before, found):
    """Logs may begin before the stream does; a clip is told when ten seconds of it can be shown."""
    chat = _chat(1, minutes=3.6)
    chat.talk(30)
    chat.erupt(200.0, 30, "hype")
    early = [replace(e, offset_seconds=e.offset_seconds - before) for e in chat.events()]

    spikes = _hear(early)

    assert len(spikes) == found
    assert all(10 <= spike.end_seconds - spike.start_seconds <= 30 for spike in spikes)


def test_a_raid_is_quiet_but_the_next_moment_is_not():
    chat = _busy_chat()
    chat.raid(720.0, 60, with_notice=True)

    peaks = [int(spike.peak_seconds // 100) for spike in _hear(chat.events())]

    assert peaks == [5, 9, 13, 19]


def test_a_moment_in_the_quiet_after_a_raid_is_let_go():
    chat = _busy_chat()
    chat.notify(880.0, NoticeKind.RAID, 500)

    peaks = [int(spike.peak_seconds // 100) for spike in _hear(chat.events())]

    assert peaks == [5, 13, 19]


def test_two_moments_need_a_rest_between_them():
    chat = GeneratedChat(4, duration_seconds=900.0)
    chat.talk(20)
    for at in (600.0, 618.0, 660.0):
        chat.erupt(at, 30, "hype")

    spikes = _hear(chat.events())

    assert [s.detected_at_seconds >= 655 for s in spikes] == [False, True]


@pytest.mark.parametrize("kind", [NoticeKind.TIMEOUT, NoticeKind.DELETION])
def test_a_crowd_that_is_deleted_before_its_second_is_over_is_no_spike(kind):
    """A moderator, or a bot of theirs, was faster than the detector."""
    chat = GeneratedChat(5, duration_seconds=900.0)
    chat.talk(20)
    quiet = [e for e in chat.events() if e.offset_seconds < 700.0]
    crowd = [
        ChatMessage(
            offset_seconds=700.0 + n / 100,
            chatter=f"troll{n}",
            text=("POGGERS", "LUL", "WTF", "omg", "KEKW", "wow")[n % 6],
            message_id=f"m{n}",
        )
        for n in range(60)
    ]
    gone = [
        ChatNotice(
            offset_seconds=700.7,
            kind=kind,
            chatter=m.chatter if kind is NoticeKind.TIMEOUT else None,
            message_id=m.message_id if kind is NoticeKind.DELETION else None,
        )
        for m in crowd
    ]
    end = [ChatMessage(offset_seconds=702.0, chatter="ann", text="hm")]

    assert _hear([*quiet, *crowd, *end])
    assert not _hear([*quiet, *crowd, *gone, *end])


@pytest.mark.parametrize("cut_at", [5.0, 17.0, 25.0, 31.0, 44.0, 59.0, 330.0])
def test_a_restart_at_any_second_forgets_nothing_but_its_window(cut_at):
    """What follows at once is found as it would have been, however young the stream was."""
    tuning = SpikeTuning(warm_up_seconds=20.0, rest_seconds=15.0, spikes_an_hour=200.0)
    chat = GeneratedChat(8, duration_seconds=400.0)
    chat.talk(60)
    for at in (75.0, 140.0, 350.0):
        chat.erupt(at, 30, "hype")
    events = chat.events()
    whole = [spike.detected_at_seconds for spike in _hear(events, tuning)]

    before = ChatSpikeDetector(tuning)
    for event in events:
        if event.offset_seconds < cut_at:
            before.hear(event)
    rest = [event for event in events if event.offset_seconds >= cut_at]
    after = [spike.detected_at_seconds for spike in _hear(rest, tuning, before.memory())]

    expected = [at for at in whole if at >= cut_at + 10]
    found = [at for at in after if at >= cut_at + 10]
    assert len(found) == len(expected) >= 1
    assert all(abs(one - two) <= 2.0 for one, two in zip(found, expected, strict=True))
