import asyncio
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

from core.adapters.doctor.clock import look_at_clock
from tests.core.adapters.doctor.server import answering

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


async def look(told, *, status=200):
    async with answering("", date=told, status=status) as url:
        return await look_at_clock({"Twitch": url}, now=lambda: NOW)


async def test_a_clock_that_differs_is_told_with_its_side():
    behind = await look(format_datetime(NOW + timedelta(seconds=42), usegmt=True))
    ahead = await look(format_datetime(NOW - timedelta(hours=1), usegmt=True), status=401)

    assert "42 s behind Twitch's" in behind[0].sentence
    assert "3600 s ahead of Twitch's" in ahead[0].sentence
    assert "NTP" in ahead[0].sentence


async def test_a_few_seconds_are_nothing():
    assert await look(format_datetime(NOW - timedelta(seconds=3), usegmt=True)) == []


async def test_who_tells_no_time_or_is_away_says_nothing():
    assert await look("yesterday") is None
    assert await look_at_clock({"X": "http://127.0.0.1:9"}, now=lambda: NOW) is None


async def test_platforms_that_are_silent_are_waited_for_together():
    """One after the other they would take longer than a check may."""
    everybody = asyncio.Barrier(3)

    async def wait(_reader, writer):
        await everybody.wait()
        writer.close()

    server = await asyncio.start_server(wait, "127.0.0.1", 0)
    url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    async with server, asyncio.timeout(30):
        assert await look_at_clock(dict.fromkeys("abc", url), now=lambda: NOW) is None
