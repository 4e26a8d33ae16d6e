import asyncio
import os
import signal
from typing import Any

import pytest
from pydantic import SecretStr

from bot.commands.run import run_all
from bot.discord_client import DiscordClient, point_at
from bot.discord_posts.board import DiscordBoard
from bot.discord_role import run_discord
from config.settings import load_settings
from core.domain.clips.clip import ClipStatus
from core.errors import ExternalFailure
from core.ports.review import CardBoard, CardFiles, CardNews
from tests.builders import NOON, make_binding, make_clip, make_posted_card
from tests.fakes.app import make_app
from tests.journeys.discord_world import until
from tests.servers.discord import TOKEN, open_discord

_: type[CardBoard] = DiscordBoard


@pytest.fixture
async def discord():
    async with open_discord() as server:
        point_at(api_url=f"{server.url}/api/v10", gateway_url=f"{server.url}/gw/")
        yield server


async def test_nothing_is_said_of_what_voice_would_need(tmp_path, caplog, monkeypatch):
    monkeypatch.setattr("discord.VoiceClient.warn_nacl", True)
    monkeypatch.setattr("discord.VoiceClient.warn_dave", True)

    DiscordClient(make_app(tmp_path))

    assert caplog.text == ""


async def test_a_card_before_the_connection_is_tried_again_later(tmp_path):
    board, news = DiscordBoard(), CardNews(clip=make_clip())
    files = CardFiles(videos=(tmp_path / "clip.mp4",), thumbnail=tmp_path / "clip.jpg")

    with pytest.raises(ExternalFailure, match="not connected") as raised:
        await board.post_card(make_binding(), news, files, nonce="n", since=None)

    assert raised.value.retryable


async def test_a_channel_that_is_gone_is_said_with_what_to_do(discord, tmp_path):
    video = tmp_path / "clip.mp4"
    video.write_bytes(b"a video")
    files = CardFiles(videos=(video,), thumbnail=video)
    board, news = DiscordBoard(), CardNews(clip=make_clip())
    async with run_discord(make_app(tmp_path), board, token=TOKEN, guilds_seconds=0.05) as role:
        await asyncio.wait_for(role.wait_until_caught_up(), 30)
        with pytest.raises(ExternalFailure, match="another with /setup") as raised:
            await board.post_card(make_binding(), news, files, nonce="n", since=None)
        assert await board.edit_card(make_posted_card(), news) is False
        await board.close_card(make_posted_card(), newer=make_posted_card(message_id="31"))

    assert not raised.value.retryable


async def test_a_card_that_somebody_posted_and_did_not_write_down_is_found(discord, tmp_path):
    """The nonce lives for minutes; after a longer outage the channel's history tells."""
    guild = discord.add_guild()
    place = make_binding(guild_id=guild.id, review_channel_id=guild.channels["review"])
    video = tmp_path / "clip.mp4"
    video.write_bytes(b"a video")
    files = CardFiles(videos=(video,), thumbnail=video)
    board, news = DiscordBoard(), CardNews(clip=make_clip(status=ClipStatus.IN_REVIEW))
    async with run_discord(make_app(tmp_path), board, token=TOKEN, guilds_seconds=0.05) as role:
        await asyncio.wait_for(role.wait_until_caught_up(), 30)
        first = await board.post_card(place, news, files, nonce="a", since=None)
        same_nonce = await board.post_card(place, news, files, nonce="a", since=None)
        found = await board.post_card(place, news, files, nonce="b", since=NOON)

    assert first == same_nonce == found
    assert len(discord.cards(guild)) == 1
    assert discord.faults == []


async def test_the_running_bot_is_in_discord_where_it_has_a_token(discord, tmp_path, capsys):
    settings = load_settings(
        home=tmp_path,
        web_port=0,
        discord_token=SecretStr(TOKEN),
        discord_api_url=f"{discord.url}/api/v10",
        discord_gateway_url=f"{discord.url}/gw/".replace("http", "ws"),
    )
    running = asyncio.ensure_future(run_all(settings))
    await until(lambda: discord.identifies == 1 or running.done())

    os.kill(os.getpid(), signal.SIGTERM)

    assert await asyncio.wait_for(running, 60) == 0
    commands = {command["name"] for command in discord.commands}
    assert commands >= {"setup", "clip", "stream", "video", "where", "when", "jobs", "help"}


async def test_every_command_says_who_sees_it_and_that_it_is_for_servers(tmp_path):
    bot = DiscordClient(make_app(tmp_path), command_ids={})
    await bot.setup_hook()

    commands: Any = bot.tree.get_commands()
    assert all(command.default_permissions is not None for command in commands)
    assert {c.name for c in commands if c.default_permissions.manage_guild} == {"setup"}
    assert all(command.allowed_contexts.guild for command in commands)
    await bot.close()
