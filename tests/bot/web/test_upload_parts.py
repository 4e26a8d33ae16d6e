"""How long a part may take; what is stored of it is in tests/journeys/test_upload_page.py."""

import asyncio
from types import SimpleNamespace

import pytest

from bot.web import upload_parts
from bot.web.upload_parts import AT_ONCE_MAX, PARTS_IN_PROGRESS, read_body
from core.errors import InvalidInput


class Content:
    """A body that comes in chunks, each after some seconds."""

    def __init__(self, *chunks, seconds=0.0):
        self._chunks = list(chunks)
        self._seconds = seconds

    async def read(self, _most):
        await asyncio.sleep(self._seconds)
        return self._chunks.pop(0) if self._chunks else b""


def asked(content):
    return SimpleNamespace(content=content)


async def collect(content):
    return [chunk async for chunk in read_body(asked(content))]


async def test_a_body_comes_as_it_was_sent():
    assert await collect(Content(b"a", b"bc")) == [b"a", b"bc"]


async def test_whoever_falls_silent_is_not_waited_for(monkeypatch):
    monkeypatch.setattr(upload_parts, "SILENT_SECONDS", 0.02)

    with pytest.raises(InvalidInput, match="sent again"):
        await collect(Content(b"a", seconds=5))


async def test_whoever_drips_is_not_waited_for(monkeypatch):
    """A byte now and then keeps a connection for ever."""
    monkeypatch.setattr(upload_parts, "GRACE_SECONDS", 0.02)

    with pytest.raises(InvalidInput, match="too slow"):
        await collect(Content(*[b"a"] * 1000, seconds=0.005))


async def test_a_slow_line_that_keeps_its_pace_is_waited_for(monkeypatch):
    monkeypatch.setattr(upload_parts, "GRACE_SECONDS", 0.02)

    assert len(await collect(Content(*[b"a" * 8192] * 5, seconds=0.01))) == 5


async def test_more_files_at_once_than_a_machine_takes_wait_their_turn(page):
    page.app[PARTS_IN_PROGRESS][0] = AT_ONCE_MAX

    answer = await page.put("/uploads/parts?ticket=ok", data=b"x")

    assert answer.status == 503
    page.app[PARTS_IN_PROGRESS][0] = 0
    answer = await page.put("/uploads/parts?ticket=ok", data=b"x")
    assert (answer.status, answer.headers["ETag"]) == (200, f'"{1:064x}"')
    assert page.app[PARTS_IN_PROGRESS] == [0]
