"""Events: told when something changes, to a bounded number of listeners."""

import asyncio
import json

import pytest

from bot.web.home import events
from core.domain.streams.stream import StreamStatus


@pytest.fixture(autouse=True)
def quick(monkeypatch, hurried_events):
    monkeypatch.setattr(events, "STEP_SECONDS", 0.01)
    monkeypatch.setattr(events, "OPEN_SECONDS", 60.0)


async def next_event(answer):
    async with asyncio.timeout(30):
        async for line in answer.content:
            if line.startswith(b"data: "):
                return json.loads(line[6:])
    raise AssertionError("no event came")


async def test_a_rate_is_told_as_soon_as_somebody_listens(page, world, monkeypatch):
    told = [[], [{"stream": "1", "rate": 2.5}]]
    monkeypatch.setattr(events, "read_rates", lambda face: told.pop(0) if told[1:] else told[0])

    async with page.get("/events/live") as answer:
        assert answer.headers["Content-Type"].startswith("text/event-stream")
        assert await next_event(answer) == []
        assert (await next_event(answer))[0]["rate"] == 2.5


async def test_the_channels_of_others_are_not_told_of(page, world):
    await world.add_stream(status=StreamStatus.LIVE, duration_seconds=None)

    async with page.get("/events/live") as answer:
        assert await next_event(answer) == []


async def test_listeners_are_counted_and_too_many_are_refused(page, monkeypatch):
    monkeypatch.setattr(events, "LISTENERS_OF_ONE_MAX", 1)

    async with page.get("/events/live") as answer:
        await next_event(answer)
        async with page.get("/events/live") as second:
            assert second.status == 503
    await asyncio.sleep(0.1)
    async with page.get("/events/live") as answer:
        assert answer.status == 200


async def test_an_answer_ends_after_a_while_so_that_everybody_is_let_in_anew(page, monkeypatch):
    monkeypatch.setattr(events, "OPEN_SECONDS", 0.05)

    async with page.get("/uploads/events") as answer:
        assert await next_event(answer) == []
        async with asyncio.timeout(30):
            await answer.content.read()


async def test_what_is_not_there_is_not_listened_to(page):
    assert (await page.get(f"/uploads/{'0' * 26}/events")).status == 404
