import asyncio
import re

import pytest

from bot.web.metrics.metrics_page import MetricsDoor
from core.domain.clips.clip import ClipStatus
from core.domain.work.ids import DEMO_CREATOR_ID
from tests.builders import make_actor, make_clip

TOKEN = "a long token of the settings"
LABEL = r'[a-z_]+="(?:[^"\\\n]|\\.)*"'
LINE = re.compile(rf"# (?:HELP|TYPE) [a-z_]+ .+|[a-z_]+(?:\{{{LABEL}(?:,{LABEL})*\}})? [0-9.e+-]+")


async def test_with_the_token_prometheus_reads_all_of_it(open_page, world):
    await world.app.ports.stores.clips.add_clip(make_clip(status=ClipStatus.IN_REVIEW))
    world.app.work.health.note_trouble("Model", "It is refused.")
    page = await open_page(metrics=MetricsDoor(token=TOKEN))

    answer = await page.get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"})
    text = await answer.text()

    assert answer.status == 200
    assert answer.headers["Content-Type"] == "text/plain; version=0.0.4; charset=utf-8"
    assert all(LINE.fullmatch(line) for line in text.splitlines())
    assert 'truss_part_ok{part="Model"} 0' in text
    assert 'truss_jobs_waiting{queue="work"} 0' in text
    assert "truss_cards_waiting" in text


@pytest.mark.parametrize(
    ("door", "headers", "status"),
    [
        (None, {}, 404),
        (MetricsDoor(token=TOKEN), {}, 404),
        (MetricsDoor(token=TOKEN), {"Authorization": "Bearer wrong"}, 404),
        (MetricsDoor(), {"Authorization": "Bearer "}, 404),
        (MetricsDoor(on_loopback=True), {}, 200),
        (MetricsDoor(on_loopback=True), {"X-Forwarded-For": "203.0.113.9"}, 404),
        (MetricsDoor(on_loopback=True), {"Forwarded": "for=203.0.113.9"}, 404),
    ],
)
async def test_to_others_there_is_no_such_page(open_page, door, headers, status):
    page = await open_page(**({"metrics": door} if door else {}))

    answer = await page.get("/metrics", headers=headers)

    assert answer.status == status


async def test_a_token_that_is_no_text_is_a_wrong_one(open_page):
    page = await open_page(metrics=MetricsDoor(token=TOKEN))
    reader, writer = await asyncio.open_connection(page.host, page.port)

    writer.write(b"GET /metrics HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer \xff\r\n\r\n")

    assert b" 404 " in await reader.readline()
    writer.close()


async def test_the_demo_shows_none(open_page):
    page = await open_page(make_actor(creator_id=DEMO_CREATOR_ID))

    assert (await page.get("/metrics")).status == 404
