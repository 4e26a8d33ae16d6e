"""The demo's chat: equal in each run, in order, and loud at the highlights alone."""

import hashlib
import itertools

import pytest

from bot.commands.demo import SPIKES_AN_HOUR
from core.adapters.demo import story
from core.adapters.demo.chat import make_chat
from core.domain.chat.chat_message import ChatMessage, ChatNotice, NoticeKind
from core.domain.chat.chat_spike import ChatSpike, SpikeTuning
from core.domain.chat.spike_detector import ChatSpikeDetector

SEEDS = ("truss", "another", "third")


def _messages(seed: str = "truss") -> list[ChatMessage]:
    return [event for event in make_chat(seed) if isinstance(event, ChatMessage)]


def _detect(seed: str) -> list[ChatSpike]:
    detector = ChatSpikeDetector(SpikeTuning(spikes_an_hour=SPIKES_AN_HOUR))
    spikes = [detector.hear(event) for event in make_chat(seed)]
    return [spike for spike in [*spikes, detector.pass_time(story.DURATION_SECONDS)] if spike]


def test_equal_seeds_give_equal_chats():
    assert make_chat("truss") == make_chat("truss")
    assert make_chat("truss") != make_chat("another")


def test_the_chat_does_not_depend_on_this_process():
    """Ids and clips of the demo follow from it, so a change of one letter is worth knowing."""
    said = "\n".join(f"{m.offset_seconds:.2f} {m.chatter} {m.text}" for m in _messages())

    assert hashlib.sha256(said.encode()).hexdigest()[:12] == "0dfc36c3955e"


@pytest.mark.parametrize("seed", SEEDS)
def test_it_runs_in_order_and_ends_with_the_stream(seed):
    offsets = [event.offset_seconds for event in make_chat(seed)]

    assert all(sooner <= later for sooner, later in itertools.pairwise(offsets))
    assert offsets[0] >= 0
    assert offsets[-1] <= story.DURATION_SECONDS


def test_every_message_has_its_own_id():
    messages = _messages()

    assert len({message.message_id for message in messages}) == len(messages)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_detector_hears_each_highlight_and_nothing_else(seed):
    """The floods and the raid must not become clips."""
    spikes = _detect(seed)

    assert len(spikes) == len(story.HIGHLIGHTS)
    for spike, highlight in zip(spikes, story.HIGHLIGHTS, strict=True):
        assert 3 < spike.detected_at_seconds - highlight.offset_seconds < 15
        assert spike.start_seconds < highlight.offset_seconds < spike.end_seconds


@pytest.mark.parametrize("highlight", story.HIGHLIGHTS, ids=lambda h: h.kind)
def test_a_highlight_moves_25_to_60_chatters(highlight):
    """Within 12 s of the eruption's start, which lies 3 to 8 s after the highlight."""
    start = highlight.offset_seconds + 3
    chatters = {
        message.chatter
        for message in _messages()
        if start <= message.offset_seconds <= start + 14 and not message.text.startswith("!")
    }

    assert 25 <= len(chatters) <= 66  # some 6 more chatters just talk on


def test_raiders_were_never_seen_before_and_are_announced():
    events = make_chat("truss")
    place = next(k for k, event in enumerate(events) if isinstance(event, ChatNotice))
    notice = events[place]
    before = {event.chatter for event in events[:place] if isinstance(event, ChatMessage)}
    raiders = {
        event.chatter
        for event in events[place:]
        if isinstance(event, ChatMessage) and "raid" in event.text.lower()
    }

    assert isinstance(notice, ChatNotice)
    assert notice.kind is NoticeKind.RAID
    assert notice.offset_seconds == story.RAID_AT_SECONDS
    assert not raiders & before
    assert len(raiders) >= 30


def test_one_person_floods_forty_lines():
    flood = [message for message in _messages() if message.chatter == "refresh_goblin"]

    assert len(flood) == 40
    assert flood[-1].offset_seconds - flood[0].offset_seconds < 15
