import asyncio
import time

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from core.adapters.upload_http import open_upload_http, put_part, read_silence
from core.errors import NoAnswer
from tests.servers.own_time import OwnTime, count_own_time
from tests.servers.silent import run_silent


async def test_a_request_whose_reply_is_lost_is_not_sent_again():
    """Also over a connection that was kept from before, where aiohttp would repeat it."""
    seen = []

    async def handle(request):
        seen.append(await request.read())
        if len(seen) > 1:
            request.transport.abort()
        return web.Response()

    app = web.Application()
    app.router.add_put("/", handle)
    server = TestServer(app)
    await server.start_server()
    try:
        async with open_upload_http() as http:
            async with http.put(server.make_url("/"), data=b"one") as reply:
                assert reply.status == 200
            with pytest.raises(aiohttp.ClientError):
                await http.put(server.make_url("/"), data=b"two")
    finally:
        await server.close()

    assert seen == [b"one", b"two"]


async def test_a_platform_that_accepts_and_says_nothing_is_given_up_soon():
    waited = OwnTime()

    async with (
        count_own_time(waited),
        run_silent() as url,
        open_upload_http(timeout_seconds=0.3) as http,
    ):
        with pytest.raises(TimeoutError) as raised:
            await http.post(url, json={})

    assert waited.now() < 2
    assert isinstance(read_silence(raised.value, platform="TikTok"), NoAnswer)


@pytest.mark.parametrize("reads", [True, False])
async def test_a_part_that_stands_still_is_given_up(reads):
    async with run_silent(reads=reads) as url, open_upload_http() as http:
        with pytest.raises(TimeoutError):
            async with put_part(http, url, bytes(20_000_000), headers={}, stall_seconds=0.4):
                pass


async def test_a_part_that_goes_on_slowly_takes_as_long_as_it_needs():
    """Far longer than anything may stand still: a slow line is no silent platform."""
    seen = []

    async def handle(request):
        size = 0
        while piece := await request.content.read(400_000):
            size += len(piece)
            await asyncio.sleep(0.04)
        seen.append(
            (size, request.headers["Content-Length"], "Transfer-Encoding" in request.headers)
        )
        return web.Response(status=206)

    app = web.Application(client_max_size=40_000_000)
    app.router.add_put("/", handle)
    server = TestServer(app)
    await server.start_server()
    began = time.monotonic()
    try:
        async with (
            open_upload_http(timeout_seconds=0.2) as http,
            put_part(
                http, str(server.make_url("/")), bytes(30_000_000), headers={}, stall_seconds=2.5
            ) as reply,
        ):
            assert reply.status == 206
    finally:
        await server.close()

    assert time.monotonic() - began > 2.5
    assert seen == [(30_000_000, "30000000", False)]


async def test_what_never_reached_a_platform_was_not_done():
    async with open_upload_http() as http:
        with pytest.raises(aiohttp.ClientConnectorError) as raised:
            await http.post("http://127.0.0.1:9/", json={})

    told = read_silence(raised.value, platform="TikTok")
    assert told.retryable
    assert not isinstance(told, NoAnswer)
