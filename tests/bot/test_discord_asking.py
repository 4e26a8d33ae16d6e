"""A process with the page and without Discord knows who somebody is there, and whose a channel."""

import pytest

from bot.commands.run import open_boards
from bot.discord_asking import AskedChannels
from config.settings import load_settings
from core.adapters.disconnected_board import DisconnectedBoard
from core.errors import ExternalFailure
from core.ports.review import AnnouncementBoard
from tests.servers.discord import TOKEN, open_discord

_: type[AnnouncementBoard] = AskedChannels


@pytest.fixture
async def discord():
    async with open_discord() as server:
        yield server


def make_settings(discord, *, roles="web", token=TOKEN):
    return load_settings(
        roles=roles,
        discord_token=token,
        discord_api_url=f"{discord.url}/api/v10",
        discord_gateway_url=f"ws{discord.url.removeprefix('http')}/gw/",
    )


async def test_a_page_whose_discord_is_anothers_finds_roles_and_channels(discord):
    """Else no moderator could use it, and nothing could be sent to Discord from it."""
    guild = discord.add_guild()
    moderator = discord.add_member(guild, "moderators")
    channel_id = next(iter(guild.channels.values()))

    async with open_boards(make_settings(discord), None) as boards:
        found = await boards.roster.find_roles(guild.id, moderator)
        stranger = await boards.roster.find_roles(guild.id, "77777777")
        announcements = boards.announcements
        assert announcements is not None
        own = await announcements.find_guild(channel_id)
        hidden = await announcements.find_guild("123456789")
        absurd = await announcements.find_guild("9" * 40)

    assert guild.roles["moderators"] in found
    assert stranger == frozenset()
    assert (own, hidden, absurd) == (guild.id, None, None)


async def test_a_discord_that_is_away_is_asked_again_the_next_time(discord):
    guild = discord.add_guild()
    discord.is_down = True
    async with open_boards(make_settings(discord), None) as boards:
        with pytest.raises(ExternalFailure, match=r"cannot be reached|refused"):
            await boards.roster.find_roles(guild.id, "77777777")

        discord.is_down = False

        assert await boards.roster.find_roles(guild.id, "77777777") == frozenset()


async def test_a_wrong_token_names_the_setting(discord):
    async with open_boards(make_settings(discord, token="wrong"), None) as boards:
        with pytest.raises(ExternalFailure, match="TRUSS_DISCORD_TOKEN"):
            await boards.roster.find_roles("1", "2")


@pytest.mark.parametrize(("roles", "token"), [("web", ""), ("work", TOKEN)])
async def test_without_a_token_or_a_page_nobody_is_asked(discord, roles, token):
    async with open_boards(make_settings(discord, roles=roles, token=token), None) as boards:
        assert isinstance(boards.roster, DisconnectedBoard)
        assert boards.announcements is None
