"""How often one spike asks the stores, counted at the ports."""

from collections import Counter

from tests.core.services.chat.test_live_chat import World
from tests.fakes.counting import Counting

STORES = ("streams", "spikes", "histograms", "clips")
OTHERS = ("memories", "analytics", "tunings", "bindings", "profiles")


class CountingWorld(World):
    """A world whose stores are counted, and how often a line enters the detection of spikes."""

    def start(self):
        self.calls: Counter[str] = Counter()
        self.entries: Counter[str] = Counter()
        for owner, names in ((self.stores, STORES), (self, OTHERS)):
            for name in names:
                counted = Counting(getattr(owner, name), calls=self.calls, prefix=f"{name}.")
                setattr(owner, name, counted)
        live_chat = super().start()
        live_chat._spike_detection = Entries(live_chat._spike_detection, self.entries)
        return live_chat


class Entries:
    """Passes on what is asked, awaited or not, and counts it."""

    def __init__(self, inside, entries):
        self._inside = inside
        self._entries = entries

    def __getattr__(self, name):
        self._entries[name] += 1
        return getattr(self._inside, name)


async def test_one_spike_takes_six_store_calls():
    """A burst of 40 lines, until its spike is stored.

    One query looks whether somebody asked for this moment already, one transaction keeps the spike
    with its clip and job; the other four are what a restart needs.
    """
    world = CountingWorld()
    await world.talk(10)
    world.calls.clear()

    (spike,) = await world.erupt()

    assert spike.chatters >= 10
    assert world.calls == {
        "spikes.list_near": 1,
        "spikes.add_spike": 1,
        "memories.put_memory": 1,
        "histograms.put_histogram": 1,
        "analytics.put_local_day": 1,
        "streams.save_stream": 1,
    }


async def test_each_line_enters_spike_detection_once():
    """The same 40 lines: 40 entries; 121 while results were polled (3 a line, 4 with a spike)."""
    world = CountingWorld()
    await world.talk(10)
    world.entries.clear()

    await world.erupt()

    assert world.entries == {"hear": 40}


async def test_a_line_that_asks_for_a_clip_enters_once_and_asks_no_store():
    """4 entries and no store call while results were polled."""
    world = CountingWorld()
    await world.talk(10)
    world.entries.clear()
    world.calls.clear()

    await world.say("!clip")

    assert world.entries == {"hear": 1}
    assert world.calls == {}
