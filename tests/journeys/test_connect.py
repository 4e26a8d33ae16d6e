"""A creator connects a Twitch channel in Discord, alone, and lets its streams be kept."""

from __future__ import annotations

from tests.fakes.twitch import FakeTwitch
from tests.journeys.discord_world import read, run_world
from tests.servers.discord import INSTALLER_ID

BEN = "4242"


async def test_a_channel_is_connected_by_its_creator_alone(discord, tmp_path):
    guild, other = discord.add_guild(), discord.add_guild(owner_id=BEN)
    stranger = discord.add_member(guild)
    name = {"twitch_channel": "https://twitch.tv/Streamer"}
    async with run_world(discord, tmp_path, finder=FakeTwitch()) as world:
        await world.set_up(guild, INSTALLER_ID)
        await world.set_up(other, BEN)

        connected = await read(world, guild, INSTALLER_ID, "stream connect", **name)
        taken = await read(world, other, BEN, "stream connect", **name)
        bad = await read(world, guild, INSTALLER_ID, "stream connect", twitch_channel="no such")
        forbidden = await read(world, guild, stranger, "stream connect", **name)
        watched = await world.app.streams.connections.list_watched()
        gone = await read(
            world, guild, INSTALLER_ID, "stream disconnect", twitch_channel="streamer"
        )

    assert "streamer is watched from now on" in connected
    assert "streamer belongs to another creator here" in taken
    assert "cannot be a Twitch channel" in bad
    assert "watched" not in forbidden
    assert [binding.login for binding in watched] == ["streamer"]
    assert "is no longer watched" in gone


async def test_a_creator_lets_the_streams_of_an_own_channel_be_kept(discord, tmp_path):
    guild = discord.add_guild()
    stranger = discord.add_member(guild)
    name = {"twitch_channel": "streamer"}
    async with run_world(discord, tmp_path, finder=FakeTwitch()) as world:
        await world.set_up(guild, INSTALLER_ID)

        unknown = await read(world, guild, INSTALLER_ID, "stream record", keep=True, **name)
        await read(world, guild, INSTALLER_ID, "stream connect", **name)
        (before,) = await world.app.streams.connections.list_watched()
        kept = await read(world, guild, INSTALLER_ID, "stream record", keep=True, **name)
        forbidden = await read(world, guild, stranger, "stream record", keep=False, **name)
        (during,) = await world.app.streams.connections.list_watched()
        gone = await read(world, guild, INSTALLER_ID, "stream record", keep=False, **name)
        (after,) = await world.app.streams.connections.list_watched()

    assert "connect it first" in unknown
    assert "While streamer is live, its last minutes are kept" in kept
    assert "kept" not in forbidden
    assert "Footage of streamer is no longer kept" in gone
    assert [one.keeps_footage for one in (before, during, after)] == [False, True, False]
