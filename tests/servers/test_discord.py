"""Shards as Discord documents them, asked for without a client of our own."""

import aiohttp
import pytest

from tests.servers.discord import TOKEN, find_shard, open_discord


@pytest.fixture
async def discord():
    async with open_discord() as server:
        yield server


@pytest.fixture
async def http():
    async with aiohttp.ClientSession() as session:
        yield session


async def identify(http, discord, shard=None):
    socket = await http.ws_connect(f"{discord.url}/gw/")
    assert (await socket.receive_json())["op"] == 10
    told = {"token": TOKEN, "intents": 1, "properties": {}}
    await socket.send_json({"op": 2, "d": told | ({"shard": shard} if shard else {})})
    return socket


async def list_servers(socket, count):
    ready = await socket.receive_json()
    assert ready["t"] == "READY"
    events = [await socket.receive_json() for _ in range(count)]
    assert [e["t"] for e in events] == ["GUILD_CREATE"] * count
    assert [e["d"]["id"] for e in events] == [guild["id"] for guild in ready["d"]["guilds"]]
    return ready["d"], {e["d"]["id"] for e in events}


@pytest.mark.parametrize(
    ("needed", "shard", "code"),
    [
        (2, None, 4011),
        (3, [0, 2], 4011),
        (1, [2, 2], 4010),
        (2, [5, 2], 4010),
        (2, [-1, 2], 4010),
    ],
)
async def test_a_wrong_shard_is_refused(http, discord, needed, shard, code):
    discord.shards_needed = needed

    socket = await identify(http, discord, shard)

    assert (await socket.receive()).type is aiohttp.WSMsgType.CLOSE
    assert socket.close_code == code


async def test_a_server_has_one_shard_and_its_events_go_there(http, discord):
    discord.shards_needed = 3
    guilds = [discord.add_guild() for _ in range(6)]
    first, sockets = guilds[0], [await identify(http, discord, [n, 3]) for n in range(3)]
    for n, socket in enumerate(sockets):
        mine = {g.id for g in guilds if (int(g.id) >> 22) % 3 == n}
        ready, told = await list_servers(socket, len(mine))
        assert (ready["shard"], told) == ([n, 3], mine)

    await discord.change_role(first, "fans")
    owner = sockets[find_shard(first.id, 3)]
    assert (await owner.receive_json())["t"] == "GUILD_ROLE_UPDATE"
    for other in set(sockets) - {owner}:
        await other.send_json({"op": 1, "d": None})
        assert (await other.receive_json())["op"] == 11


async def test_without_shards_a_session_has_all_servers(http, discord):
    guilds = {discord.add_guild().id for _ in range(2)}

    ready, told = await list_servers(await identify(http, discord), 2)

    assert told == guilds
    assert "shard" not in ready


async def test_sessions_of_one_key_begin_five_seconds_apart(http, discord):
    discord.identify_seconds, discord.max_concurrency = 5.0, 2
    for n in range(2):
        await list_servers(await identify(http, discord, [n, 3]), 0)

    third = await identify(http, discord, [2, 3])

    assert await third.receive_json() == {"op": 9, "d": False, "s": None, "t": None}
    assert discord.too_soon == 1


async def test_how_many_shards_there_should_be_is_told(http, discord):
    discord.shards_needed, discord.max_concurrency = 4, 16
    headers = {"Authorization": f"Bot {TOKEN}", "User-Agent": "DiscordBot (x, 1)"}

    async with http.get(f"{discord.url}/api/v10/gateway/bot", headers=headers) as answer:
        told = await answer.json()

    assert told["shards"] == 4
    assert told["session_start_limit"]["max_concurrency"] == 16
