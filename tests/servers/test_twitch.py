"""The loopback Twitch behaves as Twitch is known to: what is built against it rests on this."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from tests.servers.openapi import OpenApi
from tests.servers.twitch import BOT_SCOPES, CREATOR_SCOPES, LoopbackTwitch, run_twitch
from tests.servers.twitch_state import CLIENT_ID, CLIENT_SECRET, Channel

SPEC = Path(__file__).resolve().parents[2] / ".." / "shared" / "specs" / "twitch-openapi.json"


class Client:
    """A plain client: a user token for the bot, another for the creator, and an app's."""

    def __init__(self, twitch: LoopbackTwitch, http: aiohttp.ClientSession) -> None:
        self.twitch = twitch
        self.http = http
        self.bot = twitch.add_channel("trussbot")
        self.creator = twitch.add_channel("streamer")
        self.token = twitch.issue_token(self.bot.id, BOT_SCOPES).value
        self.creator_token = twitch.issue_token(self.creator.id, CREATOR_SCOPES).value
        self.app_token = twitch.issue_token().value

    async def call(
        self, method: str, path: str, *, token: str = "", **given: Any
    ) -> tuple[int, Any, Any]:
        headers = {"Authorization": f"Bearer {token or self.token}", "Client-Id": CLIENT_ID}
        url = f"{self.twitch.api_url}{path}"
        async with self.http.request(method, url, headers=headers, **given) as response:
            is_json = response.content_type == "application/json"
            return response.status, await response.json() if is_json else None, response.headers

    async def subscribe(
        self, session_id: str, kind: str = "channel.chat.message", version: str = "1"
    ) -> int:
        condition = {"broadcaster_user_id": self.creator.id}
        if kind.startswith("channel.chat"):
            condition["user_id"] = self.bot.id
        body = {
            "type": kind,
            "version": version,
            "condition": condition,
            "transport": {"method": "websocket", "session_id": session_id},
        }
        return (await self.call("POST", "/eventsub/subscriptions", json=body))[0]


@pytest.fixture
async def client() -> AsyncIterator[Client]:
    openapi = OpenApi.read(SPEC) if SPEC.is_file() else None
    async with run_twitch(openapi) as twitch, aiohttp.ClientSession() as http:
        yield Client(twitch, http)
        assert twitch.faults == []


async def read(socket: aiohttp.ClientWebSocketResponse) -> dict[str, Any]:
    return dict(json.loads(await socket.receive_str(timeout=30)))


async def open_session(
    client: Client, url: str = ""
) -> tuple[aiohttp.ClientWebSocketResponse, str]:
    socket = await client.http.ws_connect(url or client.twitch.eventsub_url)
    welcome = await read(socket)
    assert welcome["metadata"]["message_type"] == "session_welcome"
    return socket, welcome["payload"]["session"]["id"]


async def clip(client: Client, channel: Channel, **params: str) -> tuple[int, Any, Any]:
    query = {"broadcaster_id": channel.id, **params}
    return await client.call("POST", "/clips", token=client.creator_token, params=query)


async def test_a_line_reaches_whoever_subscribed_as_often_as_it_is_sent(client: Client) -> None:
    socket, session_id = await open_session(client)
    assert await client.subscribe(session_id) == 202

    assert await client.twitch.say(client.creator, "Anna", "hello", copies=2) == 2

    first, second = await read(socket), await read(socket)
    assert first["payload"]["event"]["message"]["text"] == "hello"
    assert first["metadata"]["message_id"] == second["metadata"]["message_id"]


async def test_the_same_subscription_twice_is_a_conflict(client: Client) -> None:
    _, session_id = await open_session(client)

    assert await client.subscribe(session_id) == 202
    assert await client.subscribe(session_id) == 409


async def test_a_socket_that_nobody_uses_is_closed_with_4003(client: Client) -> None:
    client.twitch.eventsub.unused_seconds = 0.05
    socket, _ = await open_session(client)

    await socket.receive(timeout=30)

    assert socket.close_code == 4003


async def test_a_client_that_talks_is_closed_with_4001(client: Client) -> None:
    socket, _ = await open_session(client)

    await socket.send_str("hello?")
    await socket.receive(timeout=30)

    assert socket.close_code == 4001


@pytest.mark.parametrize("keeps_session_id", [True, False])
async def test_subscriptions_move_to_the_new_socket_once_it_is_welcomed(
    client: Client, keeps_session_id: bool
) -> None:
    client.twitch.eventsub.keeps_session_id = keeps_session_id
    old, session_id = await open_session(client)
    await client.subscribe(session_id)

    await client.twitch.eventsub.reconnect()
    url = (await read(old))["payload"]["session"]["reconnect_url"]
    await client.twitch.say(client.creator, "Anna", "before")
    new, new_id = await open_session(client, url)
    await client.twitch.say(client.creator, "Anna", "after")

    assert (await read(old))["payload"]["event"]["message"]["text"] == "before"
    assert (await read(new))["payload"]["event"]["message"]["text"] == "after"
    assert (new_id == session_id) is keeps_session_id


async def test_who_does_not_move_in_time_is_closed_with_4004(client: Client) -> None:
    client.twitch.eventsub.grace_seconds = 0.05
    socket, session_id = await open_session(client)
    await client.subscribe(session_id)

    await client.twitch.eventsub.reconnect()
    await read(socket)
    await socket.receive(timeout=30)

    assert socket.close_code == 4004


async def test_a_revoked_subscription_is_told_and_gone(client: Client) -> None:
    socket, session_id = await open_session(client)
    await client.subscribe(session_id)

    await client.twitch.eventsub.revoke("channel.chat.message", status="user_removed")

    told = await read(socket)
    assert told["payload"]["subscription"]["status"] == "user_removed"
    assert await client.twitch.say(client.creator, "Anna", "hello") == 0


async def test_keepalives_come_where_nothing_else_does(client: Client) -> None:
    client.twitch.eventsub.keepalive_seconds = 0.1
    socket, _ = await open_session(client)

    assert (await read(socket))["metadata"]["message_type"] == "session_keepalive"


async def test_a_conduit_sends_each_channel_to_one_shard(client: Client) -> None:
    _, body, _ = await client.call(
        "POST", "/eventsub/conduits", token=client.app_token, json={"shard_count": 2}
    )
    conduit_id = body["data"][0]["id"]
    sockets = [await open_session(client) for _ in range(2)]
    shards = [
        {"id": str(n), "transport": {"method": "websocket", "session_id": session_id}}
        for n, (_, session_id) in enumerate(sockets)
    ]
    update = {"conduit_id": conduit_id, "shards": shards}
    status, body, _ = await client.call(
        "PATCH", "/eventsub/conduits/shards", token=client.app_token, json=update
    )
    assert (status, body["errors"]) == (202, [])
    subscription = {
        "type": "channel.chat.message",
        "version": "1",
        "condition": {"broadcaster_user_id": client.creator.id, "user_id": client.bot.id},
        "transport": {"method": "conduit", "conduit_id": conduit_id},
    }
    status, _, _ = await client.call(
        "POST", "/eventsub/subscriptions", token=client.app_token, json=subscription
    )
    assert status == 202

    assert await client.twitch.say(client.creator, "Anna", "hello") == 1


async def test_helix_says_429_with_headers_when_the_bucket_is_empty(client: Client) -> None:
    client.twitch.points_a_minute = 2

    answers = [await client.call("GET", "/users", params={"login": "streamer"}) for _ in range(3)]

    assert [status for status, _, _ in answers] == [200, 200, 429]
    assert [headers["Ratelimit-Remaining"] for _, _, headers in answers] == ["1", "0", "0"]


async def test_a_dropped_message_is_answered_by_200(client: Client) -> None:
    client.creator.drop_reason = ("msg_duplicate", "Your message is identical.")
    body = {"broadcaster_id": client.creator.id, "sender_id": client.bot.id, "message": "hi"}

    status, answer, _ = await client.call("POST", "/chat/messages", json=body)

    assert status == 200
    assert answer["data"][0]["is_sent"] is False
    assert client.creator.sent == []


@pytest.mark.parametrize(("polls", "found"), [(0, [1, 1, 1]), (2, [0, 0, 1]), (None, [0, 0, 0])])
async def test_a_clip_appears_at_once_late_or_never(
    client: Client, polls: int | None, found: list[int]
) -> None:
    client.twitch.clip_polls = polls
    await client.twitch.go_live(client.creator)
    status, answer, _ = await clip(client, client.creator, title="a+b & 100 %", duration="29.5")
    assert status == 202

    seen = []
    for _ in range(3):
        params = {"id": answer["data"][0]["id"]}
        _, body, _ = await client.call("GET", "/clips", params=params)
        seen.append(len(body["data"]))

    assert seen == found
    assert client.twitch.clips[answer["data"][0]["id"]].title == "a+b & 100 %"


async def test_no_clip_is_made_offline_or_where_they_are_disabled(client: Client) -> None:
    assert (await clip(client, client.creator))[0] == 404

    await client.twitch.go_live(client.creator)
    client.creator.clip_refusal = (403, "Clips are disabled.")

    assert (await clip(client, client.creator))[0] == 403


async def test_tokens_are_validated_refreshed_rotated_and_revoked(client: Client) -> None:
    twitch = client.twitch
    twitch.rotates_refresh_tokens = True
    token = twitch.issue_token(client.creator.id, CREATOR_SCOPES)

    async def post(path: str, **form: str) -> tuple[int, Any]:
        data = {"client_id": CLIENT_ID, "client_secret": CLIENT_SECRET, **form}
        async with client.http.post(f"{twitch.auth_url}/{path}", data=data) as response:
            return response.status, await response.json() if response.content_length else None

    async def validate(value: str) -> int:
        headers = {"Authorization": f"OAuth {value}"}
        async with client.http.get(f"{twitch.auth_url}/validate", headers=headers) as response:
            return response.status

    status, grant = await post("token", grant_type="refresh_token", refresh_token=token.refresh)
    again, _ = await post("token", grant_type="refresh_token", refresh_token=token.refresh)
    await post("revoke", token=grant["access_token"])

    assert (status, again) == (200, 400)
    assert (await validate(token.value), await validate(grant["access_token"])) == (200, 401)


async def test_streams_videos_and_markers_are_those_of_who_is_live(client: Client) -> None:
    params = {"user_login": "streamer"}
    assert (await client.call("GET", "/streams", params=params))[1]["data"] == []
    await client.twitch.go_live(client.creator)

    stream = (await client.call("GET", "/streams", params=params))[1]["data"][0]
    query = {"user_id": client.creator.id, "type": "archive"}
    video = (await client.call("GET", "/videos", params=query))[1]["data"][0]
    body = {"user_id": client.creator.id, "description": "here"}
    status, _, _ = await client.call(
        "POST", "/streams/markers", token=client.creator_token, json=body
    )

    assert video["stream_id"] == stream["id"]
    assert (status, len(client.creator.markers)) == (200, 1)


async def test_strangers_cost_and_a_user_has_ten(client: Client) -> None:
    _, session_id = await open_session(client)
    statuses = []
    for number in range(11):
        stranger = client.twitch.add_channel(f"stranger{number}")
        body = {
            "type": "stream.online",
            "version": "1",
            "condition": {"broadcaster_user_id": stranger.id},
            "transport": {"method": "websocket", "session_id": session_id},
        }
        statuses.append((await client.call("POST", "/eventsub/subscriptions", json=body))[0])

    assert statuses == [202] * 10 + [429]


async def test_nothing_is_sent_through_a_socket_that_fell_silent(client: Client) -> None:
    socket, session_id = await open_session(client)
    await client.subscribe(session_id)

    client.twitch.eventsub.fall_silent()

    assert await client.twitch.say(client.creator, "Anna", "hello") == 0
    with pytest.raises(asyncio.TimeoutError):
        await socket.receive(timeout=0.05)
