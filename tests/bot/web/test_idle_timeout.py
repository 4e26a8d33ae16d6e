"""How long a connection is kept: short limits here, the real ones differ in their numbers alone."""

import asyncio
import logging

import pytest
from aiohttp import web

from bot.runner import bind_page, serve_page
from bot.web.idle_timeout import Patience
from config.settings import load_settings

SHORT = Patience(
    head_seconds=0.3,
    idle_seconds=0.6,
    small_body_seconds=0.4,
    large_body_seconds=0.8,
    slowest_bytes_a_second=1000.0,
    unread_seconds=0.4,
    linger_seconds=0.2,
)
GET = b"GET / HTTP/1.1\r\nHost: x\r\n"
CLOSE = b"Connection: close\r\n\r\n"
POST = (
    b"POST / HTTP/1.1\r\n",
    b"Host: x\r\nConnection: close\r\n",
    b"Content-Length: 4\r\n\r",
    b"\n",
)


def make_page():
    async def answer(request):
        await asyncio.sleep(float(request.query.get("for", 0)))
        return web.Response(text=f"{len(await request.read())} bytes")

    async def refuse(request):
        raise web.HTTPForbidden(text="not you")

    async def send_much(request):
        return web.Response(body=bytes(64 * 1024**2))

    page = web.Application(client_max_size=1024**2)
    page.router.add_route("*", "/", answer)
    page.router.add_route("*", "/refused", refuse)
    page.router.add_get("/much", send_much)
    return page


@pytest.fixture
async def port():
    listener = bind_page(load_settings(web_port=0))
    port = listener.getsockname()[1]
    async with serve_page(make_page(), listener, patience=SHORT):
        yield port


async def talk(port, *pieces, pause_seconds=0.0):
    """Return all that is answered to what is sent piece by piece, b"" where it was hung up."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        async with asyncio.timeout(30):
            for piece in pieces:
                writer.write(piece)
                await writer.drain()
                await asyncio.sleep(pause_seconds)
            return await reader.read()
    except ConnectionError:
        return b""
    finally:
        writer.close()


async def time_talk(port, *pieces, pause_seconds=0.0):
    clock = asyncio.get_running_loop().time
    began = clock()
    answer = await talk(port, *pieces, pause_seconds=pause_seconds)
    return answer, clock() - began


async def test_a_request_that_comes_in_pieces_is_answered(port):
    assert (await talk(port, *POST, b"ab", b"cd")).endswith(b"4 bytes")


async def test_whoever_never_ends_a_head_is_hung_up_on(port):
    endless = [b"GET / HTTP/1.1\r\n"] + [b"X: y\r\n"] * 40

    assert await talk(port, *endless, pause_seconds=0.02) == b""


async def test_whoever_says_nothing_is_hung_up_on(port):
    assert await talk(port) == b""


async def test_a_connection_that_is_kept_is_closed_after_a_while(port):
    answer, seconds = await time_talk(port, GET + b"\r\n")

    assert answer.endswith(b"0 bytes")
    assert 0.5 < seconds < 10


async def test_the_second_head_of_a_connection_has_its_limit_too(port):
    pieces = [GET + b"\r\n"] + [GET] + [b"X: y\r\n"] * 40

    assert await talk(port, *pieces, pause_seconds=0.02) == b""


async def test_a_slow_answer_is_waited_for(port):
    late = await talk(port, b"GET /?for=1.0 HTTP/1.1\r\nHost: x\r\n" + CLOSE)

    assert late.endswith(b"0 bytes")


async def test_a_small_body_that_drips_is_not_waited_for(port):
    head = b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 60\r\n\r\n"

    answer, seconds = await time_talk(port, head, *[b"a"] * 60, pause_seconds=0.05)

    assert answer == b""
    assert seconds < 2.5


async def test_a_chunked_body_that_drips_is_not_waited_for(port):
    """It says nothing of its size, so that it could be endless."""
    head = b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"

    assert await talk(port, head, *[b"1\r\na\r\n"] * 60, pause_seconds=0.05) == b""


async def test_a_large_body_that_keeps_its_pace_is_waited_for(port):
    """Twice the time that a silent one has, at twice the slowest rate."""
    head = b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 70000\r\n" + CLOSE
    chunks = [b"a" * 1000] * 30 + [b"a" * 40_000]

    answer = await talk(port, head, *chunks, pause_seconds=0.06)

    assert answer.endswith(b"70000 bytes")


async def test_a_large_body_that_falls_silent_is_not_waited_for(port):
    head = b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 70000\r\n\r\n"

    answer, seconds = await time_talk(port, head, b"a" * 100)

    assert answer == b""
    assert seconds < 10


async def test_a_refusal_does_not_wait_for_the_body(port):
    """Who it is comes first: nothing is read of what a stranger sends."""
    head = b"POST /refused HTTP/1.1\r\nHost: x\r\nContent-Length: 9999999\r\n\r\n"

    answer, seconds = await time_talk(port, head, b"a")

    assert answer.endswith(b"not you")
    assert seconds < 5


async def test_an_answer_that_nobody_reads_is_not_kept(port):
    reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=1024)
    writer.write(b"GET /much HTTP/1.1\r\nHost: x\r\n\r\n")
    await reader.readline()

    await asyncio.sleep(1.5)

    with pytest.raises((ConnectionError, asyncio.IncompleteReadError)):
        async with asyncio.timeout(30):
            await reader.readexactly(64 * 1024**2)
    writer.close()


COOKIE = "truss_session=abcdef0123456789"


@pytest.mark.parametrize(
    "head",
    [
        f"GET / HTTP/1.1\r\nHost: x\r\nCookie: {COOKIE}\x01\r\n\r\n",
        f"GET / HTTP/1.1\r\nHost: x\r\nCookie: {COOKIE}\r\nX\x00: y\r\n\r\n",
        f"GET / HTTP/1.1\r\nHost: x\r\nCookie {COOKIE}\r\n\r\n",
        f"GET /?a={COOKIE}\x7f HTTP/1.1\r\nCookie: {COOKIE}\r\n\r\n",
        f"\x16\x03{COOKIE}\r\n\r\n",
        f"GET / HTTP/1.1\r\nHost: x\r\nCookie: {COOKIE * 400}\r\n\r\n",
        f"POST / HTTP/1.1\r\nCookie: {COOKIE}\r\nContent-Length: x\r\n\r\n",
    ],
    ids=repr,
)
async def test_what_is_no_http_is_neither_logged_nor_repeated(port, caplog, head):
    """The parser's errors quote the head, with a live session in it."""
    caplog.set_level(logging.DEBUG)

    answer = await talk(port, head.encode("latin-1"))

    assert b"abcdef0123456789" not in answer
    assert "abcdef0123456789" not in caplog.text
    assert "Traceback" not in caplog.text
    assert b"aiohttp" not in answer
    assert b"Python" not in answer


@pytest.mark.parametrize("path", ["/", "/refused", "/nowhere"])
async def test_no_answer_names_a_version(port, path):
    answer = await talk(port, GET.replace(b"/", path.encode(), 1) + CLOSE)

    assert b"Server: Truss\r\n" in answer


@pytest.mark.parametrize(
    "pieces",
    [
        (GET,),
        (GET + b"\r\n",),
        (b"GET /?for=0.2 HTTP/1.1\r\nHost: x\r\n\r\n",),
        (b"GET /much HTTP/1.1\r\nHost: x\r\n\r\n",),
        (b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 900\r\n\r\n", b"abc"),
        (b"POST /refused HTTP/1.1\r\nHost: x\r\nContent-Length: 900\r\n\r\n", b"abc"),
        (b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n", b"3\r\nab"),
    ],
    ids=repr,
)
@pytest.mark.parametrize("is_reset", [True, False])
async def test_hanging_up_writes_nothing(port, caplog, pieces, is_reset):
    for _ in range(3):
        _, writer = await asyncio.open_connection("127.0.0.1", port)
        for piece in pieces:
            writer.write(piece)
            await asyncio.sleep(0.02)
        if is_reset:
            writer.transport.abort()
        else:
            writer.close()
    await asyncio.sleep(0.5)

    assert [record.getMessage() for record in caplog.records] == []
