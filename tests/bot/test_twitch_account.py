from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from core.domain.accounts.platform_token import AccountStatus, PlatformToken
from core.domain.work.platform import Platform
from tests.builders import CREATOR, NOON
from tests.journeys.twitch_world import TwitchWorld, open_world, run_role, until, until_true
from tests.servers.twitch import BOT_SCOPES


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[TwitchWorld]:
    async with open_world(tmp_path) as opened:
        await opened.twitch.go_live(opened.creator)
        yield opened


async def _unlink(world: TwitchWorld) -> None:
    tokens = world.app.ports.stores.tokens
    await tokens.unlink_account(CREATOR, Platform.TWITCH, world.bot.id)


async def _link(world: TwitchWorld) -> None:
    await world.app.ports.stores.tokens.link_account(
        PlatformToken(
            creator_id=CREATOR,
            platform=Platform.TWITCH,
            account_id=world.bot.id,
            access_token=world.twitch.issue_token(world.bot.id, BOT_SCOPES).value,
            scopes=BOT_SCOPES,
            created_at=NOON,
            updated_at=NOON,
        )
    )


async def test_an_account_that_is_linked_later_needs_no_restart(world: TwitchWorld) -> None:
    await _unlink(world)
    async with run_role(world):
        await until(lambda: world.irc.joined() == {"streamer"})

        await _link(world)
        await until(lambda: world.subscribed() == 1)
        await until(lambda: world.irc.joined() == set())

        assert await world.chat(5) == 5


async def test_an_account_that_is_unlinked_is_left_and_its_channels_are_read_by_irc(
    world: TwitchWorld,
) -> None:
    async with run_role(world):
        await until(lambda: world.subscribed() == 1)

        await _unlink(world)
        await until(lambda: world.irc.joined() == {"streamer"})

        assert world.roster is not None
        assert world.roster.client is None
        assert world.twitch.eventsub.sessions == {}
        await _link(world)
        await until(lambda: world.subscribed() == 1)


async def test_health_tells_of_an_account_that_must_be_linked_again(world: TwitchWorld) -> None:
    tokens = world.app.ports.stores.tokens
    health = world.app.work.health

    def trouble() -> str:
        return "".join(p.trouble for p in health.list_troubles() if p.name == "Twitch account")

    async with run_role(world):
        await until(lambda: world.subscribed() == 1)
        token = await tokens.get_token(CREATOR, Platform.TWITCH)
        await tokens.save_token(token.move_to(AccountStatus.RECONNECT_REQUIRED, at=NOON))

        await until(lambda: trouble() != "")

        async def is_read_by_irc() -> bool:
            return world.irc.joined() == {"streamer"}

        await until_true(is_read_by_irc)
