import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from core.adapters.upload_http import open_upload_http


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
