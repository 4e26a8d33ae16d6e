"""Link, approve, due, uploaded byte for byte, published, and how it did back on the card."""

from __future__ import annotations

import hashlib
import math
import re
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from pydantic import SecretStr

from core.background import spawn
from core.domain.accounts.account_scopes import list_scopes
from core.domain.publishing.publication import Publication, PublicationStatus
from core.domain.publishing.publish_target import PostChoices, Privacy, PublishTarget
from core.domain.work.ids import StreamId
from core.domain.work.job import Queue
from core.domain.work.platform import Platform
from tests.builders import NOON, make_spike, make_stream, make_test_ulid
from tests.journeys.account_world import Linker, open_linker
from tests.journeys.discord_world import LOCAL, actor_of, until, until_true
from tests.servers.discord import INSTALLER_ID, list_texts
from tests.servers.oauth import LoopbackTikTok
from tests.servers.tiktok import TikTokServer
from tests.servers.twitch import run_twitch
from tests.servers.twitch_state import CLIENT_ID, CLIENT_SECRET
from tests.servers.youtube import YouTubeServer

VIEWS, ENGAGED = 1204, 310
TARGETS = {
    Platform.YOUTUBE: PublishTarget(platform=Platform.YOUTUBE, account_id="UC1"),
    Platform.TIKTOK: PublishTarget(
        platform=Platform.TIKTOK,
        account_id="open-1",
        choices=PostChoices(privacy=Privacy.PUBLIC, chosen_by="discord:1", chosen_at=NOON),
    ),
}


@asynccontextmanager
async def serve(*parts: Any) -> AsyncIterator[str]:
    """Serve one application with the routes of several parts."""
    application = web.Application(client_max_size=64 * 1024**2)
    for part in parts:
        application.add_routes(part)
    async with TestServer(application) as server:
        yield str(server.make_url("")).rstrip("/")


def list_routes(application: web.Application) -> list[web.RouteDef]:
    return [
        web.route(route.method, route.resource.canonical, route.handler)
        for route in application.router.routes()
        if route.resource is not None and route.method != "HEAD"
    ]


async def report_days(request: web.Request) -> web.Response:
    names = ["day", *request.query["metrics"].split(",")]
    row = [request.query["startDate"], VIEWS, ENGAGED, 60]
    headers = [{"name": name} for name in names]
    return web.json_response({"columnHeaders": headers, "rows": [row]})


class Studio:
    """The linker, and what people can see at YouTube and TikTok."""

    def __init__(self, linker: Linker, youtube: YouTubeServer, tiktok: TikTokServer) -> None:
        self.linker = linker
        self.youtube = youtube
        self.tiktok = tiktok

    @property
    def app(self) -> Any:
        return self.linker.world.app

    async def publication(self, platform: Platform) -> Publication | None:
        page = await self.app.publishing.sending.list_publications(actor_of(LOCAL))
        return next((p for p in page.items if p.platform is platform), None)

    def list_digests(self, platform: Platform) -> list[str]:
        if platform is Platform.YOUTUBE:
            return [video.digest for video in self.youtube.videos.values()]
        return [post.digest for post in self.tiktok.visible]

    def let_people_watch(self) -> None:
        for video in self.youtube.videos.values():
            video.views = VIEWS
        for post in self.tiktok.posts.values():
            post.views = VIEWS


@pytest.fixture
async def studio(tmp_path):
    youtube, tiktok = YouTubeServer(), TikTokServer()
    youtube.polls = tiktok.polls = tiktok.polls_to_link = 0
    sign_in = LoopbackTikTok(users={"open-1": "Ana"})
    async with AsyncExitStack() as stack:
        youtube.url = await stack.enter_async_context(serve(list_routes(youtube.make_app())))
        analytics_url = await stack.enter_async_context(
            serve([web.get("/v2/reports", report_days)])
        )
        # TikTok has one host for signing in and for posting.
        tiktok.url = await stack.enter_async_context(
            serve(list_routes(tiktok.make_app()), sign_in.list_routes())
        )
        linker = await stack.enter_async_context(
            open_linker(
                tmp_path,
                own_tiktok=sign_in,
                youtube_api_url=youtube.url,
                youtube_analytics_url=analytics_url,
                tiktok_api_url=tiktok.url,
                tiktok_auth_url=tiktok.url,
            )
        )
        held: Any = linker.platforms[Platform.YOUTUBE].accesses
        youtube.tokens = held
        held = sign_in.accesses
        tiktok.tokens = held
        yield Studio(linker, youtube, tiktok)


@pytest.mark.parametrize("platform", TARGETS)
async def test_a_clip_goes_out_to_a_linked_account_and_comes_back_as_figures(studio, platform):
    linker, world = studio.linker, studio.linker.world
    await linker.link(platform)
    target = TARGETS[platform]
    await studio.app.publishing.settings.set_target(actor_of(LOCAL), target)
    clip = await world.add_clip()
    card = await world.card(linker.guild)

    await world.discord.press(INSTALLER_ID, card, "Approve")

    async def is_out() -> bool:
        found = await studio.publication(platform)
        return found is not None and found.status is PublicationStatus.PUBLISHED

    await until_true(is_out, seconds=40)
    publication = await studio.publication(platform)
    assert publication.account_id == target.account_id
    made = await world.clip(clip)
    async with studio.app.ports.storage.open_file(made.object_key) as stored:
        digest = hashlib.sha256(stored.read_bytes()).hexdigest()
    assert studio.list_digests(platform) == [digest]

    studio.let_people_watch()
    assert await studio.app.learning.measurement.measure_posts() == 1

    def says_how_it_did() -> bool:
        texts = "\n".join(list_texts(world.discord.messages[card]))
        return "(1,204 views" in texts

    await until(says_how_it_did)
    figures = await studio.app.learning.figures.find_figures([publication])
    assert figures[publication.id].views == VIEWS
    is_youtube = platform is Platform.YOUTUBE
    assert figures[publication.id].engaged_views == (ENGAGED if is_youtube else None)
    texts = "\n".join(list_texts(world.discord.messages[card]))
    assert publication.link in texts
    assert publication.post_id in publication.link


async def test_a_moment_becomes_twitch_s_own_clip_with_its_link_in_chat_and_views_on_the_card(
    tmp_path,
):
    """Linked by a code, as a bot at home is; Twitch has no upload, so no bytes are compared."""
    async with (
        run_twitch() as twitch,
        open_linker(
            tmp_path,
            public_url="",
            twitch_client_id=CLIENT_ID,
            twitch_client_secret=SecretStr(CLIENT_SECRET),
            twitch_auth_url=twitch.auth_url,
            twitch_api_url=twitch.api_url,
        ) as linker,
    ):
        world, app = linker.world, linker.world.app
        twitch.clip_polls = 0
        channel = twitch.add_channel("ana")
        stream = make_stream(
            id=StreamId(make_test_ulid(8)), creator_id=LOCAL, broadcaster_id=channel.id
        )
        await twitch.go_live(channel, started_at=stream.started_at)
        await app.ports.stores.streams.add_stream(stream)

        asked = await linker.type("account link", platform="twitch")
        scopes = frozenset(list_scopes(Platform.TWITCH))
        (device_code,) = twitch.id.device_codes
        twitch.id.allow_device(device_code, channel.id, scopes)
        await until(lambda: len(asked.texts) >= 2)
        assert asked.texts[1] == "Ana on Twitch is linked."

        target = PublishTarget(platform=Platform.TWITCH, account_id=channel.id)
        await app.publishing.settings.set_target(actor_of(LOCAL), target)
        spike = make_spike()
        await world.add_clip(stream_id=stream.id, spike=spike)
        card = await world.card(linker.guild)
        await world.discord.press(INSTALLER_ID, card, "Approve")
        worker = spawn(app.work.runner.run(Queue.TWITCH), name="twitch worker")
        await until(lambda: bool(channel.sent))

        (made,) = twitch.clips.values()
        assert made.vod_offset == math.ceil(spike.end_seconds) - made.duration
        assert made.id in channel.sent[0]["message"]

        async def is_measured() -> bool:
            return bool(await app.learning.measurement.measure_posts())

        await until_true(is_measured)
        await until(
            lambda: (
                re.search(r"\([0-9]+ views", str(list_texts(world.discord.messages[card])))
                is not None
            )
        )
        worker.cancel()
