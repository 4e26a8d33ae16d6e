"""Who keeps a place and who loses it; tests/journeys/test_crowded_page.py does it for real."""

import asyncio
import errno
import socket

import pytest
from aiohttp import web

from bot.log import Tally
from bot.runner import bind_page
from bot.web.crowd import Crowd, name_peer
from bot.web.door import Door
from bot.web.idle_timeout import Patience, PatientHandler, time_request
from config.settings import load_settings

GET = b"GET / HTTP/1.1\r\nHost: x\r\n\r\n"
SLOW = b"GET /slow HTTP/1.1\r\nHost: x\r\n\r\n"
POST = b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 60\r\n\r\n"


class CountedTally(Tally):
    """What would be told of, without a log."""

    def __init__(self):
        super().__init__("test")
        self.counts = {}

    def note(self, what):
        self.counts[what] = self.counts.get(what, 0) + 1


class Place:
    """A page with few places, and ways to take them."""

    def __init__(self, port, crowd, tally):
        self.port = port
        self.crowd = crowd
        self.tally = tally
        self.writers = []

    async def connect(self, sent=b"", host="127.0.0.1"):
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port, local_addr=(host, 0))
        self.writers.append(writer)
        writer.write(sent)
        await asyncio.sleep(0.05)
        return reader, writer

    async def ask(self, host="127.0.0.1"):
        reader, writer = await self.connect(GET, host)
        try:
            async with asyncio.timeout(10):
                return await reader.readline()
        except ConnectionError:
            return b""
        finally:
            writer.close()


def make_page():
    async def answer(request):
        await request.read()
        return web.Response(text="here")

    async def wait(request):
        await asyncio.sleep(30)
        return web.Response(text="late")

    async def refuse(request):
        return web.Response(status=403)

    page = web.Application(middlewares=[time_request])
    page.router.add_route("*", "/", answer)
    page.router.add_get("/slow", wait)
    page.router.add_post("/refused", refuse)
    return page


@pytest.fixture
async def open_place():
    stack = []

    async def open_for(*, most=6, most_a_peer=4):
        listener = bind_page(load_settings(web_port=0))
        runner = web.AppRunner(make_page(), access_log=None, shutdown_timeout=0.1)
        await runner.setup()
        server = runner.server
        assert server is not None
        tally = CountedTally()
        crowd = Crowd(most=most, most_a_peer=most_a_peer, tally=tally)

        def make_handler(peer):
            return PatientHandler(server, crowd=crowd, peer=peer, patience=Patience())

        door = Door(listener, crowd=crowd, make_handler=make_handler)
        door.open()
        place = Place(listener.getsockname()[1], crowd, tally)
        stack.append((door, runner, place))
        return place

    yield open_for
    for door, runner, place in stack:
        for writer in place.writers:
            writer.transport.abort()
        door.close()
        await runner.cleanup()


async def is_closed(connection, *, within_seconds=30.0):
    reader, _ = connection
    try:
        async with asyncio.timeout(within_seconds):
            return await reader.read(1) == b""
    except ConnectionError:
        return True
    except TimeoutError:
        return False


async def test_whoever_has_been_idle_longest_makes_room(open_place):
    place = await open_place()
    idle = [await place.connect() for _ in range(4)]

    assert await place.ask() == b"HTTP/1.1 200 OK\r\n"

    assert await is_closed(idle[0])
    assert not await is_closed(idle[-1], within_seconds=1.0)
    assert place.tally.counts == {"dismissed": 1}


async def test_a_body_that_drips_makes_room_and_one_that_comes_in_time_does_not(open_place):
    place = await open_place()
    dripping = await place.connect(POST)
    await asyncio.sleep(1.2)
    fresh = [await place.connect(POST) for _ in range(3)]

    assert await place.ask() == b"HTTP/1.1 200 OK\r\n"

    assert await is_closed(dripping)
    assert not await is_closed(fresh[0], within_seconds=1.0)


async def test_whoever_sends_a_body_after_its_refusal_is_idle_like_others(open_place):
    place = await open_place()
    late = [await place.connect(POST.replace(b" /", b" /refused", 1)) for _ in range(4)]
    for reader, writer in late:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"a" * 60)
    await asyncio.sleep(0.1)

    assert await place.ask() == b"HTTP/1.1 200 OK\r\n"


async def test_where_everybody_is_at_work_somebody_new_is_refused(open_place):
    place = await open_place()
    for _ in range(4):
        await place.connect(SLOW)

    assert await place.ask() == b""

    assert place.tally.counts == {"refused": 1}


async def test_one_peer_does_not_take_the_places_of_all(open_place):
    place = await open_place()
    for _ in range(4):
        await place.connect(SLOW)

    assert await place.ask(host="127.0.1.2") == b"HTTP/1.1 200 OK\r\n"


async def test_many_peers_together_take_no_more_than_there_are(open_place):
    place = await open_place()
    for number in range(1, 12):
        await place.connect(host=f"127.0.1.{number}")

    assert place.crowd.count == 6
    assert await place.ask(host="127.0.2.1") == b"HTTP/1.1 200 OK\r\n"


async def test_whoever_leaves_leaves_nothing_behind(open_place):
    place = await open_place()
    for _ in range(20):
        await place.ask()
    await asyncio.sleep(0.1)

    assert place.crowd.count == 0
    assert place.crowd._peers == {}
    assert place.tally.counts == {}


async def test_without_descriptors_the_door_waits_and_serves_afterwards(open_place, caplog):
    """Asyncio's own loop tries a hundred times on, and logs each."""
    place = await open_place()
    idle = await place.connect()
    real, refusals = socket.socket.accept, []

    def refuse(listener):
        refusals.append(listener)
        raise OSError(errno.EMFILE, "Too many open files")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "accept", refuse)
        asked = asyncio.ensure_future(place.ask())
        await asyncio.sleep(0.7)
        patch.setattr(socket.socket, "accept", real)
        assert await asked == b"HTTP/1.1 200 OK\r\n"

    assert 1 <= len(refusals) <= 3
    assert place.tally.counts["out_of_descriptors"] == len(refusals)
    assert await is_closed(idle)
    assert caplog.text == ""


@pytest.mark.parametrize(
    ("address", "peer"),
    [
        (("203.0.113.9", 5), "203.0.113.9"),
        (("::ffff:203.0.113.9", 5, 0, 0), "203.0.113.9"),
        (("2001:db8:1:2:3:4:5:6", 5, 0, 0), "2001:db8:1:2::/64"),
        (("2001:db8:1:2::9", 5, 0, 0), "2001:db8:1:2::/64"),
        (("fe80::1%eth0", 5, 0, 2), "fe80::/64"),
    ],
)
def test_a_peer_is_an_ipv4_address_or_a_network_of_ipv6(address, peer):
    assert name_peer(address) == peer
