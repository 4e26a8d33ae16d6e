"""A person with a browser, the bot's pages, and the sign-ins of three platforms on loopback."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
from pydantic import SecretStr

from bot.runner import bind_page, serve_page
from config.settings import load_settings
from core.domain.work.platform import Platform
from tests.fakes.page import make_page
from tests.journeys.discord_world import World, run_world, until
from tests.servers.discord import INSTALLER_ID, list_buttons, open_discord
from tests.servers.oauth import (
    LoopbackGoogle,
    LoopbackSignIn,
    LoopbackTikTok,
    LoopbackTwitchSignIn,
    open_sign_in,
)


class Linker:
    """A person in Discord with a browser."""

    def __init__(self, world: World, guild: Any, page_url: str, *platforms: LoopbackSignIn) -> None:
        self.world = world
        self.guild = guild
        self.page_url = page_url
        self.link_tokens: set[str] = set()
        self.platforms = {platform.platform: platform for platform in platforms}

    async def type(self, command: str, user_id: str = INSTALLER_ID, **options: str) -> Any:
        asked = await self.world.discord.type_command(self.guild, user_id, command, **options)
        await until(lambda: bool(asked.texts))
        return asked

    async def ask_for_link(self, platform: Platform) -> str:
        asked = await self.type("account link", platform=platform.value)
        button, _ = list_buttons(asked.messages[-1])
        address = str(button["url"])
        self.link_tokens.add(address.rpartition("/")[2])
        return address

    async def go(self, browser: aiohttp.ClientSession, address: str) -> str:
        """Click through to the platform and agree; return where it sends the browser back to."""
        async with browser.get(address) as response:
            assert response.status == 200, await response.text()
        ours = {"Origin": self.page_url}
        async with browser.post(address, headers=ours) as response:
            page = await response.text()
            assert response.status == 200, page
        consent = page.partition('content="0; url=')[2].partition('"')[0].replace("&amp;", "&")
        async with browser.get(consent, allow_redirects=False) as response:
            assert response.status == 302, await response.text()
            return response.headers["Location"]

    async def link(self, platform: Platform) -> str:
        """Link an account; return the last page."""
        async with open_browser() as browser:
            back = await self.go(browser, await self.ask_for_link(platform))
            async with browser.get(back) as response:
                return await response.text()


def open_browser() -> aiohttp.ClientSession:
    return aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True))


@asynccontextmanager
async def open_linker(
    tmp_path: Any, *, own_tiktok: LoopbackTikTok | None = None, **more: Any
) -> AsyncIterator[Linker]:
    """Run the bot with its page; the caller serves an `own_tiktok` itself."""
    google = LoopbackGoogle(users={"UC1": "Ana's channel"})
    tiktok = own_tiktok or LoopbackTikTok(users={"open-1": "Ana"})
    served = [] if own_tiktok else [tiktok]
    twitch = LoopbackTwitchSignIn(users={"77": "AnaLive"})
    twitch.interval_seconds = 0.02
    listener = bind_page(load_settings(web_port=0))
    page_url = f"http://127.0.0.1:{listener.getsockname()[1]}"
    async with open_sign_in(google, twitch, *served), open_discord() as discord:
        for server in (google, tiktok, twitch):
            server.redirect_uris = {f"{page_url}/oauth/{server.platform.value}/callback"}
        settings = {
            "public_url": page_url,
            "google_client_id": google.client_id,
            "google_client_secret": SecretStr(google.client_secret),
            "google_accounts_url": google.url,
            "google_auth_url": google.url,
            "youtube_api_url": google.url,
            "tiktok_client_key": tiktok.client_id,
            "tiktok_client_secret": SecretStr(tiktok.client_secret),
            "tiktok_auth_url": tiktok.url,
            "tiktok_api_url": tiktok.url,
            "twitch_client_id": twitch.client_id,
            "twitch_client_secret": SecretStr(twitch.client_secret),
            "twitch_auth_url": f"{twitch.url}/oauth2",
            "twitch_api_url": f"{twitch.url}/helix",
        } | more
        guild = discord.add_guild()
        async with run_world(discord, tmp_path, settings=settings) as world:
            page = make_page(
                world.app,
                public_url=page_url,
                allowed_hosts=frozenset({"127.0.0.1"}),
            )
            async with serve_page(page, listener):
                await world.set_up(guild, INSTALLER_ID)
                yield Linker(world, guild, page_url, google, tiktok, twitch)
        assert discord.faults == []
