"""Servers on several connections to Discord, each of which comes and goes by itself."""

import pytest

from core.domain.work.ids import CreatorId
from tests.journeys.discord_world import run_world, until
from tests.servers.discord import find_shard

YES = "✅"
TWO = {"discord_shards": 2}


@pytest.fixture
def guilds(discord):
    """Two servers, one on each of two shards."""
    discord.shards_needed = 2
    found = {}
    while len(found) < 2:
        guild = discord.add_guild(owner_id=discord.new_id())
        shard_id = find_shard(guild.id, 2)
        if shard_id in found:
            del discord.guilds[guild.id]
        else:
            found[shard_id] = guild
    return found


def troubles_of(world):
    return {part.name: part.trouble for part in world.app.work.health.list_troubles()}


async def add_card(world, guild, number):
    binding = await world.app.people.membership.get_binding(guild.id)
    clip = await world.add_clip(number, creator_id=CreatorId(binding.creator_id))
    return clip, await world.card(guild)


async def test_two_servers_on_two_shards_each_decide_a_card(discord, guilds, tmp_path):
    discord.identify_seconds = 4.9  # a little less than discord.py waits
    async with run_world(discord, tmp_path, settings=TWO, grace_seconds=600) as world:
        await until(lambda: discord.identifies == 2)
        assert discord.shards_seen == [[0, 2], [1, 2]]
        for guild in guilds.values():
            await world.set_up(guild, guild.owner_id)
        await until(lambda: not troubles_of(world))
        cards = {n: await add_card(world, guilds[n], n + 1) for n in guilds}
        for n, (_, card) in cards.items():
            await discord.react(discord.add_member(guilds[n], "moderators"), card, YES)
        for clip, _ in cards.values():
            await world.until_status(clip, "approved")

        await discord.drop(shard_id=1)
        await until(lambda: discord.resumed_shards == [1])
        await until(lambda: not troubles_of(world))

    assert (discord.identifies, discord.too_soon) == (2, 0)
    assert [path for _, path in discord.requests if path.endswith("/commands")] == [
        path for method, path in discord.requests if method == "PUT" and "/commands" in path
    ]


async def test_one_connection_for_too_many_servers_names_the_setting(discord, tmp_path):
    discord.shards_needed = 3
    async with run_world(discord, tmp_path, waits=False) as world:
        await until(lambda: "4011" in troubles_of(world).get("Discord", ""))

        assert "set TRUSS_DISCORD_SHARDS to 3 " in troubles_of(world)["Discord"]
