import asyncio
from typing import Any

import pytest

from bot.discord_posts.announcements import DiscordAnnouncements
from bot.discord_sharding.shards import ShardedClient
from core.errors import ExternalFailure
from tests.fakes.app import make_app
from tests.journeys.discord_world import until


@pytest.fixture
async def bot(tmp_path, monkeypatch):
    """A client whose two shards were never launched."""
    client = ShardedClient(
        make_app(tmp_path),
        shards=2,
        lost_seconds=0.05,
        guilds_seconds=0.05,
        command_ids={"clip": 1},
    )
    # discord.py makes this when it logs in, and dispatches nothing before.
    await client._async_setup_hook()
    await client.setup_hook()
    yield client
    await client.close()


def troubles_of(bot):
    return {part.name: part.trouble for part in bot.app.work.health.list_troubles()}


async def test_a_shard_that_is_lost_is_named_and_the_others_work(bot):
    for shard_id in range(2):
        await bot.on_shard_ready(shard_id)
    assert troubles_of(bot) == {}

    await bot.on_shard_disconnect(1)

    assert list(troubles_of(bot)) == ["Discord shard 1"]
    await until(lambda: "for more than" in troubles_of(bot)["Discord shard 1"])
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(bot.wait_until_lost(for_seconds=0), 0.05)
    await bot.on_shard_resumed(1)
    assert troubles_of(bot) == {}


async def test_without_any_shard_all_of_it_is_lost(bot):
    for shard_id in range(2):
        await bot.on_shard_ready(shard_id)
    for shard_id in range(2):
        await bot.on_shard_disconnect(shard_id)

    assert "connection to Discord broke" in troubles_of(bot)["Discord"]
    await asyncio.wait_for(bot.wait_until_lost(for_seconds=0.01), 5)


async def test_it_is_ready_with_the_first_shard_but_knows_not_every_server_yet(bot):
    assert not bot.is_ready()
    await asyncio.wait_for(bot.wait_until_lost(for_seconds=0.01), 5)

    await bot.on_shard_ready(1)

    await asyncio.wait_for(bot.wait_until_ready(), 1)
    assert bot.is_ready()
    assert not bot.knows_all_guilds()
    assert list(troubles_of(bot)) == ["Discord shard 0"]
    await bot.on_shard_ready(0)
    assert bot.knows_all_guilds()


async def test_what_is_said_of_all_shards_together_is_nobodys(bot):
    await bot.on_shard_ready(0)
    await bot.on_shard_ready(1)

    await bot.on_disconnect()
    await bot.on_resumed()
    await bot.on_ready()

    assert troubles_of(bot) == {}


async def test_a_client_that_ended_leaves_no_shards_behind(bot):
    await bot.on_shard_ready(0)
    await bot.on_shard_disconnect(0)

    await bot.close()
    await bot.on_shard_ready(1)

    assert not [name for name in troubles_of(bot) if "shard" in name]


async def test_a_channel_of_a_shard_that_is_not_in_is_not_gone(bot):
    """A publication to it failed for good: "The channel that clips go to is gone"."""

    class Asked:
        async def get_client(self):
            return bot

    announcements = DiscordAnnouncements(Asked())
    await bot.on_shard_ready(0)
    with pytest.raises(ExternalFailure, match="not connected yet") as raised:
        await announcements.find_guild("77")
    assert raised.value.retryable

    await bot.on_shard_ready(1)

    assert await announcements.find_guild("77") is None


async def test_cards_are_laid_for_all_shards_once(bot, monkeypatch):
    laid: list[Any] = []

    async def lay_missing():
        laid.append(len(laid))

    monkeypatch.setattr(bot.app.cards.laying, "lay_missing", lay_missing)
    for shard_id in range(2):
        await bot.on_shard_ready(shard_id)
    await bot.on_shard_disconnect(1)
    await bot.on_shard_ready(1)
    assert laid == [0]

    for shard_id in range(2):
        await bot.on_shard_disconnect(shard_id)
    await bot.on_shard_ready(1)

    assert laid == [0, 1]
