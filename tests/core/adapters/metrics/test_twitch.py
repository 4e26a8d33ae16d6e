from datetime import date

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from core.adapters.metrics.twitch import TwitchMetrics
from core.domain.learning.metrics import PostTotals
from core.domain.work.platform import Platform
from core.ports.learning import MetricReader
from tests.plan_builders import make_token

_: type[MetricReader] = TwitchMetrics
TOKEN = make_token(platform=Platform.TWITCH)


@pytest.fixture
async def world():
    asked = []

    async def list_clips(request):
        assert request.headers["Client-Id"] == "client-1"
        assert request.headers["Authorization"] == "Bearer access-1"
        ids = request.query.getall("id")
        assert len(ids) <= 100
        asked.append(ids)
        clips = [{"id": i, "view_count": int(i)} for i in ids if int(i) < 150]
        return web.json_response({"data": clips, "pagination": {}})

    application = web.Application()
    application.add_routes([web.get("/helix/clips", list_clips)])
    async with TestServer(application) as server, aiohttp.ClientSession() as http:
        url = str(server.make_url("/helix"))
        yield TwitchMetrics(http=http, api_url=url, client_id="client-1"), asked


async def test_views_are_read_a_hundred_at_a_time(world):
    reader, asked = world

    totals = await reader.read_totals(TOKEN, [str(n) for n in range(160)])

    assert [len(ids) for ids in asked] == [100, 60]
    assert len(totals) == 150
    assert totals["7"] == PostTotals(views=7, likes=None, comments=None, shares=None)
    assert reader.platform is Platform.TWITCH


async def test_twitch_says_nothing_of_days(world):
    day = date(2026, 3, 1)

    assert await world[0].read_days(TOKEN, "1", first=day, last=day) == ()
