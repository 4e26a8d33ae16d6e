"""What is found does not depend on this machine's clock, nor on how late the lines arrive."""

import pytest

from core.domain.chat.chat_message import ChatMessage
from core.domain.chat.live_chat import LiveLine
from core.services.chat.clock_watch import PART
from tests.chat_generator import GeneratedChat
from tests.core.services.chat.test_live_chat import World
from tests.live_delivery import at_once, both, compare, deliver, find_expected, jitter, stalls

pytestmark = pytest.mark.no_cover


def busy_chat(seed=3):
    chat = GeneratedChat(seed, duration_seconds=1500.0)
    chat.talk(40)
    for number, at in enumerate((300.0, 420.0, 611.5, 700.0, 905.0, 1130.0, 1300.0)):
        chat.erupt(at, 22 + number, ("hype", "laughter", "shock")[number % 3])
    return chat.events()


@pytest.fixture(scope="module")
def events():
    return busy_chat()


@pytest.fixture(scope="module")
def expected(events):
    return find_expected(events)


@pytest.mark.parametrize("skew", [-60.0, -5.0, 0.0, 10.0, 120.0])
@pytest.mark.parametrize(
    ("delays", "speed"),
    [
        (at_once, 1.0),
        (at_once, 4.0),
        (jitter(20.0), 1.0),
        (jitter(5.0), 4.0),
        (stalls(20.0), 1.0),
        (stalls(20.0, every=140.0), 4.0),
        (both(jitter(10.0), stalls(10.0)), 1.0),
    ],
)
async def test_any_clock_and_any_delivery_gives_the_spikes_of_a_replay(
    events, expected, skew, delays, speed
):
    found = await deliver(World(), events, skew=skew, delays=delays, speed=speed)

    assert len(expected) >= 6
    assert compare(expected, found) == ([], [])


async def test_ticks_that_come_rarely_change_nothing(events):
    """A render has the machine to itself."""
    found = await deliver(World(), events, skew=5.0, tick=7.0)

    assert compare(find_expected(events), found) == ([], [])


@pytest.mark.parametrize("silence", [70.0, 300.0])
@pytest.mark.parametrize("goes_on", [True, False])
async def test_a_burst_before_a_long_silence_is_found_when_it_was(silence, goes_on):
    """Whether time passes or the next line comes: neither moves it, nor hides it."""
    chat = GeneratedChat(5, duration_seconds=900.0)
    chat.talk(40)
    chat.erupt(900.0, 30, "hype")
    events = [event for event in chat.events() if event.offset_seconds < 903.0]
    later = ChatMessage(offset_seconds=903.0 + silence, chatter="ann", text="what was that")

    heard = [*events, later] if goes_on else events
    (expected,) = find_expected([*events, later])
    (found,) = await deliver(World(), heard, silence=silence)

    assert found == pytest.approx(expected)
    assert 900.0 < found <= 904.0


async def test_a_machines_clock_that_is_wrong_is_said_until_it_is_right(events):
    world = World()
    await deliver(world, events[:200], skew=-61.0)

    (trouble,) = world.health.list_troubles()
    assert trouble.name == PART
    assert trouble.trouble.startswith("This machine's clock is 61 s behind Twitch; set it by NTP")
    assert world.live_chat.describe_delay("7").skew_seconds == pytest.approx(-61.0, abs=0.5)

    world.clock.set_by(61.0)
    await world.live_chat.pass_time()

    assert world.health.list_troubles() == ()
    assert world.live_chat.describe_delay("8") is None


async def test_the_clock_set_back_an_hour_in_the_midst_changes_nothing(events):
    class Stepped(World):
        def __init__(self):
            super().__init__()
            self.lines = 0
            hear = self.live_chat.hear

            async def hear_and_step(event):
                self.lines += 1
                if self.lines == 300:
                    self.clock.set_by(-3600.0)
                await hear(event)

            self.live_chat.hear = hear_and_step

    found = await deliver(Stepped(), events)

    assert compare(find_expected(events), found) == ([], [])


async def test_a_clock_that_is_ahead_invents_no_gap():
    world = World()
    said_at = world.clock.now()
    world.clock.set_by(120.0)

    await world.live_chat.hear(
        LiveLine(broadcaster_id="7", said_at=said_at, chatter="bo", text="hi", message_id="a")
    )
    await world.live_chat.mark_disconnected(["7"], since=world.clock.now(), reason="cut")
    world.clock.advance(30.0)
    await world.live_chat.mark_connected(["7"], at=world.clock.now())

    (gap,) = (await world.stream()).gaps
    assert (gap.start_seconds, gap.end_seconds) == pytest.approx((0.0, 30.0))


async def test_lines_that_overtake_each_other_are_all_counted():
    world = World()
    events = [ChatMessage(offset_seconds=n / 2, chatter="ann", text="hi") for n in range(400)]

    await deliver(world, events, delays=jitter(20.0))

    assert await world.messages() == 400


async def test_a_line_said_before_the_first_that_came_is_of_the_stream_too():
    """Where nobody announces streams, the first line that comes opens one."""
    world = World()
    await world.say("second")
    first = LiveLine(
        broadcaster_id="7", said_at=world.clock.now(), chatter="bo", text="first", message_id="a"
    )
    world.clock.advance(15.0)
    await world.live_chat.hear(first)

    assert await world.messages() == 2
