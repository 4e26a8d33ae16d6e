import asyncio

import pytest

from tests.journeys.discord_world import run_world, until_true
from tests.servers.discord import INSTALLER_ID, open_discord

YES = "✅"


@pytest.fixture
async def discord():
    async with open_discord() as server:
        yield server
        assert server.faults == []


@pytest.fixture
def guild(discord):
    return discord.add_guild()


async def test_a_request_that_fails_is_made_again_until_every_card_is_compared(
    discord, guild, tmp_path
):
    moderator = discord.add_member(guild, "moderators")
    async with run_world(discord, tmp_path) as world:
        await world.set_up(guild, INSTALLER_ID)
        clip = await world.add_clip()
        card = await world.card(guild)
    discord.reactions[card][YES].append(moderator)
    discord.refusals["GET", "/channels/*/messages"] = 403

    async with run_world(discord, tmp_path, grace_seconds=600) as world:
        await world.until_status(clip, "approved")

        async def is_compared():
            return world.app.publishing.gate.is_compared(card)

        await until_true(is_compared)


async def test_a_message_that_somebody_deleted_holds_nothing_back(discord, guild, tmp_path):
    moderator = discord.add_member(guild, "moderators")
    async with run_world(discord, tmp_path, grace_seconds=2) as world:
        await world.set_up(guild, INSTALLER_ID)
        clip = await world.add_clip()
        card = await world.card(guild)
        await discord.react(moderator, card, YES)
        await world.until_status(clip, "approved")
    del discord.messages[card]
    await asyncio.sleep(2)

    async with run_world(discord, tmp_path) as world:

        async def is_out():
            return await world.publications() == ["published"]

        await until_true(is_out)
