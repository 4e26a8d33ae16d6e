"""A process takes a live stream over within its first minute: the real detector, on fakes."""

from collections import Counter
from datetime import timedelta

import pytest

from core.adapters.ids import RandomIds
from core.domain.chat.chat_message import ChatMessage
from core.domain.chat.chat_spike import SpikeTuning
from core.domain.chat.hearing.chat_opening import FIRST_SECONDS
from core.domain.chat.spike_detector import ChatSpikeDetector
from core.services.chat.chat_state import EARLY_SAVE_SECONDS, SAVE_SECONDS
from tests.builders import CREATOR, NOON, make_actor
from tests.chat_generator import GeneratedChat
from tests.fakes.app import make_app

ERUPTIONS = (45.0, 75.0, 105.0)
LENGTH = 130.0
QUICK = SpikeTuning(warm_up_seconds=20.0, rest_seconds=15.0, spikes_an_hour=200.0)


class CountingMemories:
    """A store of memories, and how often it was called."""

    def __init__(self, inside):
        self._inside = inside
        self.calls: Counter[str] = Counter()

    def __getattr__(self, name):
        self.calls[name] += 1
        return getattr(self._inside, name)


@pytest.fixture
def start(tmp_path):
    """Starts a process on the table of the first one."""
    first = make_app(tmp_path)
    names = ("streams", "spikes", "histograms", "analytics", "tunings")
    kept = {name: getattr(first.ports.stores, name) for name in names}
    kept["memories"] = CountingMemories(first.ports.stores.memories)

    def run():
        return make_app(
            tmp_path,
            ids=RandomIds(),
            make_detector=lambda learned, memory: ChatSpikeDetector(
                QUICK, learned=learned, memory=memory
            ),
            **kept,
        )

    return run


def make_events(*moments, seed=5, people=100):
    chat = GeneratedChat(seed, duration_seconds=LENGTH)
    chat.talk(people)
    for at in moments or ERUPTIONS:
        chat.erupt(at, 30, "hype")
    return [event for event in chat.events() if event.offset_seconds < LENGTH]


async def watch(app):
    stream = await app.chat.detection.start_stream(
        make_actor(), title="A stream", started_at=NOON, broadcaster_id="123"
    )
    await app.chat.detection.watch_stream(stream, is_live=True)
    return stream


async def hear(app, stream, events, *, since=0.0, until=LENGTH):
    for event in events:
        if since <= event.offset_seconds < until:
            await app.chat.detection.hear(stream, event)


async def list_moments(app, stream):
    page = await app.ports.stores.spikes.list_spikes(stream)
    return [spike.detected_at_seconds for spike in page.items]


def count_each(found):
    return [sum(at <= one < at + 15 for one in found) for at in ERUPTIONS]


@pytest.mark.parametrize("joined_at", [32.0, 35.0, 38.0])
async def test_who_takes_over_before_the_first_eruption_finds_all_of_them(start, joined_at):
    """The owner is stopped 25 s into its stream; the first eruption comes seconds later."""
    events = make_events()
    stopped, taking = start(), start()
    await hear(stopped, await watch(stopped), events, until=25.0)

    stream = await watch(taking)
    await hear(taking, stream, events, since=joined_at)

    assert count_each(await list_moments(taking, stream)) == [1, 1, 1]


@pytest.mark.parametrize("killed_at", [50.0, 59.0])
async def test_an_eruption_that_only_the_killed_process_heard_is_stored_by_the_next(
    start, killed_at
):
    """Its first minute was being gathered, and nothing of it was stored as a moment yet."""
    events = make_events()
    killed, taking = start(), start()
    await hear(killed, stream := await watch(killed), events, until=killed_at)
    assert await list_moments(killed, stream) == []

    await watch(taking)
    await hear(taking, stream, events, since=killed_at + 7)

    assert count_each(await list_moments(taking, stream)) == [1, 1, 1]


async def test_what_only_the_killed_process_heard_is_stored_though_no_line_comes_any_more(start):
    """The stream ends before anything is said: nothing else would ever store it."""
    events = make_events()
    killed, taking = start(), start()
    await hear(killed, stream := await watch(killed), events, until=59.0)

    await watch(taking)
    await taking.chat.detection.end_stream(stream, duration_seconds=90.0)

    assert count_each(await list_moments(taking, stream)) == [1, 0, 0]


async def test_a_third_process_takes_over_from_one_that_had_just_begun(start):
    """The second gathers for 20 s; killed meanwhile, it hands on what it and the first heard."""
    events = make_events()
    first, second, third = start(), start(), start()
    await hear(first, stream := await watch(first), events, until=25.0)
    await watch(second)
    await hear(second, stream, events, since=31.0, until=49.5)

    await watch(third)
    await hear(third, stream, events, since=56.0)

    assert count_each(await list_moments(third, stream)) == [1, 1, 1]


@pytest.mark.parametrize("until", [59.0, 62.0])
async def test_what_was_found_early_is_stored_once_however_the_minute_ends(start, until):
    events = make_events()
    first, second = start(), start()
    await hear(first, stream := await watch(first), events, until=until)

    await watch(second)
    await hear(second, stream, events, since=until)

    assert count_each(await list_moments(second, stream)) == [1, 1, 1]


async def test_a_plain_restart_within_the_first_minute_loses_nothing(start):
    events = make_events()
    first, second = start(), start()
    await hear(first, stream := await watch(first), events, until=40.0)
    await first.chat.detection.leave_streams()

    await watch(second)
    await hear(second, stream, events, since=41.0)

    assert count_each(await list_moments(second, stream)) == [1, 1, 1]
    rows = (await second.ports.stores.histograms.list_histograms(CREATOR, stream.id)).items
    said = sum(isinstance(e, ChatMessage) and not 40.0 <= e.offset_seconds < 41.0 for e in events)
    await second.chat.detection.leave_streams()
    rows = (await second.ports.stores.histograms.list_histograms(CREATOR, stream.id)).items
    assert sum(sum(row.messages) for row in rows) == said


async def test_lines_that_overtake_each_other_across_a_restart_do_not_lose_what_is_known(start):
    """A live stream is never heard again: an old line that is late is no sign of that."""
    events = make_events()
    first, second = start(), start()
    await hear(first, stream := await watch(first), events, until=28.0)

    await watch(second)
    late = ChatMessage(offset_seconds=19.0, chatter="late", text="hi")
    await second.chat.detection.hear(stream, late)
    await hear(second, stream, events, since=32.0)

    assert count_each(await list_moments(second, stream)) == [1, 1, 1]


@pytest.mark.parametrize("wakes_until", [29.0, 36.0])
async def test_who_wakes_writes_nothing_over_what_its_successor_stored(start, wakes_until):
    """It goes on in the middle of its work, before it learns that the stream is another's."""
    events = make_events()
    stopped, taking = start(), start()
    await hear(stopped, stream := await watch(stopped), events, until=29.0)
    await watch(taking)
    await hear(taking, stream, events, since=32.0)
    memories, histograms = taking.ports.stores.memories, taking.ports.stores.histograms
    known = memories.look(CREATOR, stream.id)
    rows = (await histograms.list_histograms(CREATOR, stream.id)).items

    await hear(stopped, stream, events, since=29.0, until=wakes_until)
    await stopped.chat.detection.end_stream(stream, duration_seconds=36.0)

    assert memories.look(CREATOR, stream.id) == known
    assert (await histograms.list_histograms(CREATOR, stream.id)).items == rows


async def test_the_first_minute_costs_a_dozen_writes_and_each_later_one_a_single_one(start):
    app = start()
    memories = app.ports.stores.memories
    said = [
        ChatMessage(offset_seconds=at / 2, chatter=f"viewer{at % 9}", text="how do you do that")
        for at in range(2 * 300)
    ]
    stream = await watch(app)

    await hear(app, stream, said, until=FIRST_SECONDS)
    assert memories.calls["put_memory"] <= FIRST_SECONDS / EARLY_SAVE_SECONDS

    memories.calls.clear()
    await hear(app, stream, said, since=FIRST_SECONDS, until=300.0)
    assert memories.calls["put_memory"] <= 1 + (300 - FIRST_SECONDS) / SAVE_SECONDS


async def test_a_recording_costs_no_more_than_before(start):
    """It is not live: whoever is killed begins anew, and nobody gathers anything."""
    app = start()
    stream = await app.chat.detection.start_stream(
        make_actor(), title="A recording", started_at=NOON - timedelta(days=1)
    )

    await hear(app, stream, make_events(500.0), until=59.0)

    assert app.ports.stores.memories.calls["put_memory"] <= 1
