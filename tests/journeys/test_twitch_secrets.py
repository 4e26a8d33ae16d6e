"""Nothing that Twitch gave us in confidence is in the log, whatever goes wrong."""

from __future__ import annotations

import asyncio
import io
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog

from bot.log import set_up_log
from tests.journeys.twitch_world import open_world, run_role, until
from tests.servers.twitch_state import CLIENT_SECRET


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    written = io.StringIO()
    set_up_log(level="debug", as_json=False, secrets=[CLIENT_SECRET], stream=written)
    yield written
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.reset_defaults()


async def test_no_token_and_no_secret_reaches_the_log(tmp_path: Path, log: io.StringIO) -> None:
    """Twitchio puts the application's secret into an address, and that into its errors."""
    async with open_world(tmp_path) as world:
        await world.twitch.go_live(world.creator)
        async with run_role(world):
            await until(lambda: world.subscribed() == 1)
            await world.twitch.say(world.creator, "Ann", "!truss")
            await until(lambda: len(world.said) == 1)
            world.twitch.token_status = world.twitch.helix_status = 500
            for token in world.twitch.tokens.values():
                token.is_revoked = True
            await world.twitch.eventsub.drop()
            await asyncio.sleep(1.0)
        tokens = world.twitch.tokens.values()
        given = [t.value for t in tokens] + [t.refresh for t in tokens if t.refresh]

    text = log.getvalue()
    assert "eventsub.refused" in text
    assert [secret for secret in (CLIENT_SECRET, *given) if secret in text] == []
