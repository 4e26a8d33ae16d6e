from datetime import date
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from core.adapters.metrics.tiktok import FIELDS, TikTokMetrics
from core.domain.learning.metrics import PostTotals
from core.domain.work.platform import Platform
from core.errors import ExternalFailure, TokenRefused
from core.ports.learning import MetricReader
from tests.plan_builders import make_token

_: type[MetricReader] = TikTokMetrics
TOKEN = make_token(scopes=frozenset({"video.list"}))


class World:
    reader: Any

    def __init__(self):
        self.asked = []
        self.videos = {}
        self.code = "ok"

    async def query(self, request):
        assert request.headers["Authorization"] == "Bearer access-1"
        assert request.query["fields"] == FIELDS
        ids = (await request.json())["filters"]["video_ids"]
        assert len(ids) <= 20
        self.asked.append(ids)
        videos = [{"id": i, **self.videos[i]} for i in ids if i in self.videos]
        error = {"code": self.code, "message": "", "log_id": "2026"}
        return web.json_response({"data": {"videos": videos}, "error": error})


@pytest.fixture
async def world():
    world = World()
    application = web.Application()
    application.add_routes([web.post("/v2/video/query/", world.query)])
    async with TestServer(application) as server, aiohttp.ClientSession() as http:
        world.reader = TikTokMetrics(http=http, api_url=str(server.make_url("")))
        yield world


async def test_counters_are_read_twenty_at_a_time(world):
    world.videos = {str(n): {"view_count": n, "share_count": 1} for n in range(30)}
    world.videos["7"] |= {"like_count": 3, "comment_count": 2}

    totals = await world.reader.read_totals(TOKEN, [str(n) for n in range(31)])

    assert [len(ids) for ids in world.asked] == [20, 11]
    assert len(totals) == 30
    assert totals["7"] == PostTotals(views=7, likes=3, comments=2, shares=1)
    assert world.reader.platform is Platform.TIKTOK


@pytest.mark.parametrize(
    ("code", "expected"),
    [("access_token_invalid", TokenRefused), ("rate_limit_exceeded", ExternalFailure)],
)
async def test_an_error_with_a_200_is_an_error(world, code, expected):
    world.code = code

    with pytest.raises(expected) as raised:
        await world.reader.read_totals(TOKEN, ["1"])

    assert type(raised.value) is expected


async def test_without_the_right_nothing_is_asked(world):
    assert await world.reader.read_totals(make_token(scopes=frozenset()), ["1"]) == {}
    assert world.asked == []


async def test_tiktok_says_nothing_of_days(world):
    day = date(2026, 3, 1)

    assert await world.reader.read_days(TOKEN, "1", first=day, last=day) == ()
