import asyncio
import socket

import aiohttp
import discord as discord_py
import pytest
from pydantic import SecretStr

from bot.commands.run import run_all
from bot.discord_client import point_at
from bot.discord_posts.board import DiscordBoard
from bot.discord_role import describe_end, run_discord
from config.settings import load_settings
from core.domain.learning.telling.week import Letter
from core.errors import ExternalFailure
from tests.builders import make_binding
from tests.fakes.app import make_app
from tests.journeys.discord_world import until, until_true
from tests.servers.discord import INSTALLER_ID, TOKEN, open_discord

NOWHERE = "127.0.0.1:9"


@pytest.fixture
async def discord():
    async with open_discord() as server:
        point_at(api_url=f"{server.url}/api/v10", gateway_url=f"{server.url}/gw/")
        yield server


def list_troubles(app):
    return [part.trouble for part in app.work.health.list_troubles() if part.name == "Discord"]


async def test_a_wrong_token_is_one_sentence_that_names_the_setting(discord, tmp_path):
    app = make_app(tmp_path)
    async with run_discord(app, DiscordBoard(), token="wrong"):
        await until(lambda: any("TRUSS_DISCORD_TOKEN" in said for said in list_troubles(app)))


async def test_a_discord_that_is_not_there_is_tried_again_until_it_is(discord, tmp_path):
    app = make_app(tmp_path)
    discord.is_down = True
    async with run_discord(app, DiscordBoard(), token=TOKEN, guilds_seconds=0.05) as role:
        await until(lambda: any("cannot be reached" in said for said in list_troubles(app)))

        discord.is_down = False

        await asyncio.wait_for(role.wait_until_caught_up(), 30)
        assert list_troubles(app) == []


@pytest.mark.parametrize("shards", [0, 1])
async def test_a_library_that_waits_too_long_after_an_outage_is_not_waited_for(
    discord, tmp_path, monkeypatch, shards
):
    monkeypatch.setattr("discord.client.ExponentialBackoff.delay", lambda _: 1000.0)
    app = make_app(tmp_path)
    connecting = run_discord(
        app,
        DiscordBoard(),
        token=TOKEN,
        shards=shards,
        guilds_seconds=0.05,
        lost_seconds=0.2 + shards,  # in which a shard must be in, too
    )
    async with connecting as role:
        await asyncio.wait_for(role.wait_until_caught_up(), 30)
        await discord.go_down()
        await until(lambda: list_troubles(app))
        discord.is_down = False

        await until(lambda: not list_troubles(app))
        await asyncio.wait_for(role.wait_until_caught_up(), 30)


@pytest.mark.parametrize(
    ("code", "shards", "sentence"),
    [
        (4013, 0, "Privileged Gateway Intents"),
        (4014, 0, "Privileged Gateway Intents"),
        (4014, 1, "Privileged Gateway Intents"),
        (4010, 1, "set TRUSS_DISCORD_SHARDS to 2 and"),
        (4011, 0, "set TRUSS_DISCORD_SHARDS to 2 and"),
    ],
)
async def test_a_refused_identify_is_one_sentence_and_is_tried_again(
    discord, tmp_path, code, shards, sentence
):
    app = make_app(tmp_path)
    discord.refuses_identify_with = code
    connecting = run_discord(app, DiscordBoard(), token=TOKEN, shards=shards, guilds_seconds=0.05)
    async with connecting as role:
        await until(lambda: any(sentence in s for s in list_troubles(app)))

        discord.refuses_identify_with = None

        await asyncio.wait_for(role.wait_until_caught_up(), 30)
        assert list_troubles(app) == []


async def test_a_gateway_that_never_let_it_in_is_said_to_be_out_of_reach(discord, tmp_path):
    app = make_app(tmp_path)
    point_at(api_url=f"{discord.url}/api/v10", gateway_url=f"ws://{NOWHERE}/gw/")
    async with run_discord(app, DiscordBoard(), token=TOKEN, guilds_seconds=0.05):
        await until(lambda: any("connect" in s or "reached" in s for s in list_troubles(app)))
        await until(lambda: not any("is connecting" in said for said in list_troubles(app)))


async def test_a_board_whose_client_is_gone_says_so(discord, tmp_path):
    board = DiscordBoard()
    async with run_discord(make_app(tmp_path), board, token=TOKEN, guilds_seconds=0.05) as role:
        await asyncio.wait_for(role.wait_until_caught_up(), 30)

    with pytest.raises(ExternalFailure, match="not connected") as raised:
        await board.tell_owner(make_binding(), "Nobody hears it.")

    assert raised.value.retryable


async def test_the_owner_of_a_server_is_told_in_private(discord, tmp_path):
    board, guild = DiscordBoard(), discord.add_guild()
    async with run_discord(make_app(tmp_path), board, token=TOKEN, guilds_seconds=0.05) as role:
        await asyncio.wait_for(role.wait_until_caught_up(), 30)

        await board.tell_owner(make_binding(guild_id=guild.id), "Give *Truss* the right.")

        await board.tell_owner(make_binding(guild_id=guild.id), "What AWS refuses " * 200)

    assert discord.told[0] == (INSTALLER_ID, r"Give \*Truss\* the right\.")
    assert [len(text) for _, text in discord.told[1:]] == [2000]
    assert discord.faults == []


async def test_a_letter_goes_to_a_person_alone_and_to_the_review_channel(discord, tmp_path):
    board, guild = DiscordBoard(), discord.add_guild()
    letter = Letter(subject="Week", paragraphs=(("*Hello*",),))
    async with run_discord(make_app(tmp_path), board, token=TOKEN, guilds_seconds=0.05) as role:
        await asyncio.wait_for(role.wait_until_caught_up(), 30)

        await board.write_to(INSTALLER_ID, letter)
        place = make_binding(guild_id=guild.id, review_channel_id=guild.channels["review"])
        await board.post_letter(place, letter, nonce="a" * 24)

    assert discord.told == [(INSTALLER_ID, "**Week**\n\n\\*Hello\\*")]
    assert [message["content"] for message in discord.cards(guild)] == [discord.told[0][1]]
    assert discord.faults == []


def test_every_end_is_a_sentence():
    for error in (discord_py.LoginFailure("no"), OSError("no"), RuntimeError("bug")):
        assert describe_end(error).endswith("by reaction.")


def test_why_discord_is_away_is_told_in_words():
    """A person was told "ClientConnectorError"."""
    gateway_down = discord_py.GatewayNotFound()
    vars(gateway_down)["status"] = 503

    assert "(the connection was refused)" in describe_end(ConnectionRefusedError())
    assert "(it answers 503)" in describe_end(gateway_down)


async def test_the_page_is_up_while_nothing_can_be_reached_and_all_comes_back(
    discord, tmp_path, capsys
):
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    settings = load_settings(
        home=tmp_path,
        web_port=port,
        metrics_token=SecretStr("of-monitoring"),
        discord_token=SecretStr(TOKEN),
        discord_api_url=f"http://{NOWHERE}/api/v10",
        discord_gateway_url=f"ws://{NOWHERE}/gw/",
        twitch_client_id="an-application",
        twitch_client_secret=SecretStr("of-ours"),
        twitch_api_url=f"http://{NOWHERE}/helix",
        twitch_auth_url=f"http://{NOWHERE}",
        twitch_eventsub_url=f"ws://{NOWHERE}/ws",
        gemini_api_key=SecretStr("a-key"),
        gemini_api_url=f"http://{NOWHERE}",
    )
    running = asyncio.ensure_future(run_all(settings))
    async with aiohttp.ClientSession() as http:

        async def says_what_is_missing():
            try:
                bearer = {"Authorization": "Bearer of-monitoring"}
                page = f"http://127.0.0.1:{port}/healthz"
                async with http.get(page, headers=bearer) as answer:
                    return "Discord" in await answer.text()
            except aiohttp.ClientError:
                return False

        await until_true(says_what_is_missing, seconds=30)

        point_at(
            api_url=f"{discord.url}/api/v10", gateway_url=f"{discord.url}/gw/".replace("http", "ws")
        )
        await until(lambda: discord.identifies == 1)

        async def is_well():
            return not await says_what_is_missing()

        await until_true(is_well)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
