"""Servers on several connections to Discord, each of which comes and goes by itself."""

import pytest

from core.domain.work.ids import CreatorId
from tests.journeys.discord_world import run_world, until, until_true
from tests.servers.discord import find_shard

YES = "✅"
TWO = {"discord_shards": 2}


@pytest.fixture
def guilds(discord):
    """Two servers, one on each of two shards."""
    discord.shards_needed = 2
    first = discord.add_guild()
    found = {find_shard(first.id, 2): first}
    while len(found) < 2:
        owner_id = discord.new_id()
        guild = discord.add_guild(owner_id=owner_id)
        if found.setdefault(find_shard(guild.id, 2), guild) is not guild:
            del discord.guilds[guild.id]
            discord.new_id()
    return found


def troubles_of(world):
    return {part.name: part.trouble for part in world.app.work.health.list_troubles()}


async def is_out(world, clip):
    return await world.publications(clip.creator_id) == ["published"]


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


@pytest.fixture
def quick(quick_sessions, monkeypatch):
    """The sessions of all shards as well."""
    monkeypatch.setattr("bot.discord_sharding.shards.IDENTIFY_SECONDS", 0.1)


@pytest.mark.usefixtures("quick")
async def test_a_shard_that_does_not_get_in_holds_no_other_up(discord, guilds, tmp_path):
    moderators = {n: discord.add_member(guilds[n], "moderators") for n in guilds}
    async with run_world(discord, tmp_path, settings=TWO, grace_seconds=600) as world:
        await until(lambda: discord.identifies == 2)
        cards = {}
        for n, guild in guilds.items():
            await world.set_up(guild, guild.owner_id)
            cards[n] = await add_card(world, guild, n + 1)
    for n, (_, card) in cards.items():  # while nobody listens
        discord.reactions[card][YES].append(moderators[n])
    discord.refused_shards[1] = 4000

    async with run_world(discord, tmp_path, settings=TWO, lost_seconds=1) as world:
        await until_true(lambda: is_out(world, cards[0][0]))
        await until(lambda: "for more than" in troubles_of(world).get("Discord shard 1", ""))
        assert list(troubles_of(world)) == ["Discord shard 1"]
        assert (await world.clip(cards[1][0])).status == "in_review"

        discord.refused_shards.clear()

        await until_true(lambda: is_out(world, cards[1][0]))
        await until(lambda: not troubles_of(world))
