import asyncio

import pytest
from aiohttp import web

from bot.web.idle_timeout import make_patient


@pytest.fixture
async def address():
    async def answer(request):
        await asyncio.sleep(float(request.query.get("for", 0)))
        return web.Response(text=f"{len(await request.read())} bytes")

    page = web.Application()
    page.router.add_route("*", "/", answer)
    runner = web.AppRunner(page)
    await runner.setup()
    assert runner.server is not None
    loop = asyncio.get_running_loop()
    patient = make_patient(runner.server, head_seconds=0.15)
    line = await loop.create_server(patient, "127.0.0.1", 0)
    yield line.sockets[0].getsockname()[1]
    line.close()
    await runner.cleanup()


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


HEAD = (
    b"POST / HTTP/1.1\r\n",
    b"Host: x\r\nConnection: close\r\n",
    b"Content-Length: 4\r\n\r",
    b"\n",
)


async def test_a_request_that_comes_in_pieces_is_answered(address):
    assert (await talk(address, *HEAD, b"ab", b"cd")).endswith(b"4 bytes")


async def test_whoever_never_ends_a_head_is_hung_up_on(address):
    endless = [b"GET / HTTP/1.1\r\n"] + [b"X: y\r\n"] * 20

    assert await talk(address, *endless, pause_seconds=0.02) == b""


async def test_whoever_says_nothing_is_hung_up_on(address):
    assert await talk(address) == b""


async def test_a_slow_body_and_a_slow_answer_are_waited_for(address):
    """What a body may take is its handler's business."""
    slow = await talk(address, b"".join(HEAD), b"a", b"b", b"c", b"d", pause_seconds=0.06)
    late = await talk(address, b"GET /?for=0.3 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")

    assert slow.endswith(b"4 bytes")
    assert late.endswith(b"0 bytes")
