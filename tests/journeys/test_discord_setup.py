"""A server is set up by a form, whole: discord.py unmodified, the real table."""

import asyncio

import pytest

from tests.fakes.twitch import FakeTwitch
from tests.journeys.discord_world import LOCAL, actor_of, join, run_world
from tests.servers.discord import INSTALLER_ID


async def open_form(world, guild, user_id, **options):
    asked = await world.discord.type_command(guild, user_id, "setup here", **options)
    await asyncio.wait_for(asked.answered.wait(), 30)
    assert asked.kind == 9
    return asked


async def submit(world, asked, user_id, **values):
    sent = await world.discord.submit(asked, user_id, **values)
    await asyncio.wait_for(sent.answered.wait(), 30)
    return sent.texts[-1]


async def test_without_options_a_form_opens_and_sets_the_server_up(world, guild):
    clip = await world.add_clip()
    await world.until_status(clip, "in_review")
    asked = await open_form(world, guild, INSTALLER_ID)
    assert asked.messages[0]["title"] == "Set Truss up in this server"

    told = await submit(
        world,
        asked,
        INSTALLER_ID,
        review=guild.channels["review"],
        moderator=guild.roles["moderators"],
        approvals="2",
    )

    assert "decides, with 2 approvals. Clips that wait for a decision: 1" in told
    await world.card(guild)


async def test_the_form_comes_with_what_is_set_up_and_changes_only_what_is_touched(ready, guild):
    asked = await open_form(ready, guild, INSTALLER_ID, approvals=3)

    told = await submit(ready, asked, INSTALLER_ID)

    review, moderators = guild.channels["review"], guild.roles["moderators"]
    assert (
        told.splitlines()[0]
        == f"Cards go to <#{review}>, and <@&{moderators}> decides, with 3 approvals."
    )


async def test_who_may_not_manage_the_server_sets_nothing_up(world, guild):
    stranger = world.discord.add_member(guild, "fans")
    asked = await open_form(world, guild, stranger)

    told = await submit(
        world,
        asked,
        stranger,
        review=guild.channels["review"],
        moderator=guild.roles["fans"],
    )

    assert "Only somebody who may manage this server" in told
    assert await world.app.ports.stores.guilds.find_guild(guild.id) is None


async def test_another_creators_server_is_not_shown_to_whoever_manages_another(ready, guild):
    other_owner = ready.discord.new_id()
    other = await join(ready.discord, owner_id=other_owner)

    asked = await open_form(ready, other, other_owner)

    assert guild.channels["review"] not in str(asked.messages[0])


async def test_everyone_cannot_be_the_moderators(world, guild):
    asked = await open_form(world, guild, INSTALLER_ID)

    told = await submit(
        world, asked, INSTALLER_ID, review=guild.channels["review"], moderator=guild.id
    )

    assert "Everyone has the role @everyone" in told


async def test_a_slow_table_keeps_no_form_from_coming(ready, guild):
    ready.slow_down(seconds=2.5)

    asked = await open_form(ready, guild, INSTALLER_ID)

    ready.slow_down(seconds=0)  # or its end would take long
    assert asked.after_seconds is not None
    assert asked.after_seconds < 3


async def test_a_form_also_says_which_channel_is_heard_and_how_clips_look(discord, guild, tmp_path):
    async with run_world(discord, tmp_path, finder=FakeTwitch()) as world:
        asked = await open_form(world, guild, INSTALLER_ID)

        told = await submit(
            world,
            asked,
            INSTALLER_ID,
            review=guild.channels["review"],
            moderator=guild.roles["moderators"],
            twitch="Ada_Plays",
            layout="fit",
        )

        assert "New clips have that layout. The chat of ada\\_plays is listened to." in told
        owner = actor_of(LOCAL)
        assert [b.login for b in await world.app.streams.connections.list_channels(owner)] == [
            "ada_plays"
        ]
        assert (await world.app.clips.framing.get_wishes(owner)).usual.layout == "fit"


@pytest.mark.parametrize(
    ("name", "sentence"), [("nobody_at_all", "Twitch knows no channel"), ("a b; c", "channel")]
)
async def test_a_channel_that_is_not_there_stops_nothing_else(
    discord, guild, tmp_path, name, sentence
):
    twitch = FakeTwitch()
    twitch.unknown.add(name)
    async with run_world(discord, tmp_path, finder=twitch) as world:
        asked = await open_form(world, guild, INSTALLER_ID)

        told = await submit(
            world,
            asked,
            INSTALLER_ID,
            review=guild.channels["review"],
            moderator=guild.roles["moderators"],
            twitch=name,
        )

        assert told.startswith("Cards go to")
        assert sentence in told
        assert await world.app.ports.stores.guilds.find_guild(guild.id) is not None
