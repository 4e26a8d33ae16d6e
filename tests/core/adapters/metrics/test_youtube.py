import json
from datetime import date
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from core.adapters.metrics.youtube import METRICS, YouTubeMetrics
from core.domain.learning.metrics import PostDay, PostTotals
from core.domain.work.platform import Platform
from core.ports.learning import MetricReader
from tests.plan_builders import make_token

_: type[MetricReader] = YouTubeMetrics
TOKEN = make_token(platform=Platform.YOUTUBE, access_token="access-1")
SPEC = Path(__file__).parents[5] / "shared" / "specs" / "youtubeAnalytics.v2.json"
HEADERS = ["day", *METRICS]


class World:
    reader: Any

    def __init__(self):
        self.queries = []
        self.videos = {}
        self.rows = None

    async def list_videos(self, request):
        assert request.headers["Authorization"] == "Bearer access-1"
        self.queries.append(dict(request.query))
        ids = request.query["id"].split(",")
        assert len(ids) <= 50
        items = [{"id": i, "statistics": self.videos[i]} for i in ids if i in self.videos]
        return web.json_response({"items": items})

    async def report(self, request):
        self.queries.append(dict(request.query))
        # Rows are left out where there are none.
        body = {"columnHeaders": [{"name": name} for name in HEADERS]}
        return web.json_response(body | ({"rows": self.rows} if self.rows else {}))


@pytest.fixture
async def world():
    world = World()
    application = web.Application()
    application.add_routes(
        [web.get("/youtube/v3/videos", world.list_videos), web.get("/v2/reports", world.report)]
    )
    async with TestServer(application) as server, aiohttp.ClientSession() as http:
        url = str(server.make_url("")).rstrip("/")
        world.reader = YouTubeMetrics(http=http, api_url=url, analytics_url=url)
        yield world


async def test_totals_are_read_fifty_at_a_time(world):
    world.videos = {f"v{n}": {"viewCount": str(n), "commentCount": "1"} for n in range(60)}
    world.videos["v7"]["likeCount"] = "3"

    totals = await world.reader.read_totals(TOKEN, [f"v{n}" for n in range(61)])

    assert len(world.queries) == 2
    assert {query["part"] for query in world.queries} == {"statistics"}
    assert len(totals) == 60
    assert totals["v7"] == PostTotals(views=7, likes=3, comments=1, shares=None)
    assert world.reader.platform is Platform.YOUTUBE


async def test_days_are_read_by_the_names_of_their_columns(world):
    world.rows = [["2026-03-01", 120, 44, 30], ["2026-03-02", 5, 1, 0], ["no day", 1, 1, 1], [1]]

    days = await world.reader.read_days(TOKEN, "v1", first=date(2026, 3, 1), last=date(2026, 3, 4))

    assert days == (
        PostDay(on=date(2026, 3, 1), views=120, engaged_views=44, watched_seconds=1800.0),
        PostDay(on=date(2026, 3, 2), views=5, engaged_views=1, watched_seconds=0.0),
    )
    (query,) = world.queries
    assert (query["startDate"], query["endDate"]) == ("2026-03-01", "2026-03-04")
    assert (query["filters"], query["dimensions"]) == ("video==v1", "day")


async def test_no_rows_are_no_days(world):
    day = date(2026, 3, 1)

    assert await world.reader.read_days(TOKEN, "v1", first=day, last=day) == ()


@pytest.mark.skipif(not SPEC.exists(), reason="the discovery document is not at hand")
async def test_a_report_asks_for_nothing_that_the_discovery_document_does_not_know(world):
    day = date(2026, 3, 1)
    await world.reader.read_days(TOKEN, "v1", first=day, last=day)

    known = json.loads(SPEC.read_text())["resources"]["reports"]["methods"]["query"]["parameters"]
    assert set(world.queries[0]) <= set(known)
    assert {name for name, what in known.items() if what.get("required")} <= set(world.queries[0])
