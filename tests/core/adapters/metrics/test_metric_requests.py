import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from core.adapters.metrics.metric_requests import REPLY_BYTES_MAX, ask, read_count
from core.domain.work.platform import Platform
from core.errors import ExternalFailure, TokenRefused


async def answer_with(status, body):
    async def answer(_request):
        return web.Response(status=status, body=body)

    application = web.Application()
    application.add_routes([web.get("/", answer)])
    async with TestServer(application) as server, aiohttp.ClientSession() as http:
        return await ask(http, Platform.YOUTUBE, "GET", str(server.make_url("/")))


async def test_an_object_is_an_answer():
    assert await answer_with(200, b'{"items": []}') == {"items": []}


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (403, b'{"error": {"errors": [{"reason": "quotaExceeded"}]}}'),
        (500, b""),
        (302, b""),
        (200, b"not JSON"),
        (200, b"[]"),
        (200, b'{"a": "' + b"a" * REPLY_BYTES_MAX + b'"}'),
    ],
)
async def test_everything_else_is_asked_for_later(status, body):
    with pytest.raises(ExternalFailure, match="YouTube") as raised:
        await answer_with(status, body)

    assert raised.value.retryable
    assert not isinstance(raised.value, TokenRefused)


async def test_a_401_is_a_refused_token():
    with pytest.raises(TokenRefused):
        await answer_with(401, b"{}")


async def test_an_address_where_nobody_listens_is_asked_later():
    async with aiohttp.ClientSession() as http:
        with pytest.raises(ExternalFailure, match="cannot be reached"):
            await ask(http, Platform.YOUTUBE, "GET", "http://127.0.0.1:9/")


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("12", 12),
        (12, 12),
        (12.9, 12),
        (-3, 0),
        (True, 0),
        (None, 0),
        ("-1", 0),
        ("x", 0),
        ("²", 0),
    ],
)
def test_a_count_is_a_number_or_a_text(value, expected):
    assert read_count(value) == expected
