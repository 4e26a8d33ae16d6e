"""Signing in as people do: `/login` in Discord, a mail, the printed link; and losing it again."""

import asyncio
import html
import re
from contextlib import asynccontextmanager

import aiohttp
import pytest

from bot import discord_roster
from bot.runner import bind_page, serve_page
from config.settings import load_settings
from core.domain.people.actor import Role
from core.domain.work.ids import CreatorId
from tests.fakes.page import make_page
from tests.journeys.discord_world import run_world, until
from tests.servers.discord import INSTALLER_ID, list_buttons, open_discord
from tests.servers.smtp import open_smtp

OWNER_EMAIL = "ada@example.org"


class Desk:
    """The running bot, its page, and people's browsers."""

    def __init__(self, world, guild, url, smtp):
        self.world = world
        self.guild = guild
        self.url = url
        self.smtp = smtp

    async def ask_in_discord(self, user_id):
        asked = await self.world.discord.type_command(self.guild, user_id, "login")
        await until(lambda: bool(asked.texts))
        return asked

    async def press(self, browser, address):
        """Open a link and press its button, as a browser does; return the status at the end."""
        async with browser.get(address) as shown:
            assert shown.status == 200
        async with browser.post(address, headers={"Origin": self.url}) as answer:
            return answer.status

    async def submit(self, browser, page, path, **form):
        """Send a form with the token of the page that it is on; return what is shown then."""
        async with browser.get(page) as shown:
            token = re.search(r'name="csrf_token" value="([^"]+)"', await shown.text())
        assert token
        data, headers = {"csrf_token": token[1], **form}, {"Origin": self.url}
        async with browser.post(f"{self.url}{path}", data=data, headers=headers) as answer:
            return answer.status, html.unescape(await answer.text())

    async def read_link(self, number, kind):
        """Return the link in a mail that is waited for."""
        await until(lambda: len(self.smtp.messages) >= number)
        text = self.smtp.messages[number - 1].get_content()
        found = re.search(rf"{re.escape(self.url)}/{kind}/\S+", text)
        assert found
        return found[0]

    async def look(self, browser, path="/"):
        async with browser.get(f"{self.url}{path}", allow_redirects=False) as answer:
            return answer.status


def open_browser():
    return aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True))


@pytest.fixture
async def desk(tmp_path, monkeypatch):
    monkeypatch.setattr(discord_roster, "BELIEVED_SECONDS", 0.2)
    async with open_desk(tmp_path) as opened:
        yield opened


@asynccontextmanager
async def open_desk(tmp_path):
    listener = bind_page(load_settings(web_port=0))
    url = f"http://127.0.0.1:{listener.getsockname()[1]}"
    async with open_discord() as discord, open_smtp() as smtp:
        guild = discord.add_guild()
        settings = {
            "public_url": url,
            "owner_email": OWNER_EMAIL,
            "smtp_host": "127.0.0.1",
            "smtp_port": smtp.port,
            "smtp_from": "truss@example.org",
        }
        async with run_world(discord, tmp_path, settings=settings) as world:
            page = make_page(world.app, public_url=url, allowed_hosts=frozenset({"127.0.0.1"}))
            async with serve_page(page, listener):
                await world.set_up(guild, INSTALLER_ID)
                yield Desk(world, guild, url, smtp)


async def test_a_moderator_comes_in_by_discord_and_is_out_when_the_role_is(desk):
    moderator = desk.world.discord.add_member(desk.guild, "moderators")
    asked = await desk.ask_in_discord(moderator)
    (button,) = list_buttons(asked.messages[-1])
    assert button["url"].startswith(f"{desk.url}/login/")
    assert button["url"] not in asked.texts[-1]

    async with open_browser() as browser:
        assert await desk.look(browser) == 303
        assert await desk.press(browser, button["url"]) == 200
        assert await desk.look(browser) == 200
        assert await desk.look(browser, "/settings") == 200

        desk.guild.members[moderator] = [desk.guild.roles["fans"]]
        await asyncio.sleep(0.25)
        assert await desk.look(browser) == 403
        desk.guild.members[moderator] = [desk.guild.roles["moderators"]]
        await asyncio.sleep(0.25)
        assert await desk.look(browser) == 200
        del desk.guild.members[moderator]
        await asyncio.sleep(0.25)
        assert await desk.look(browser) == 403

    async with open_browser() as another:
        assert await desk.press(another, button["url"]) == 403
        assert await desk.look(another) == 303


async def test_whoever_set_the_server_up_comes_in_as_its_owner(desk):
    asked = await desk.ask_in_discord(INSTALLER_ID)
    (button,) = list_buttons(asked.messages[-1])

    visit = await desk.world.app.people.sign_in.use_login_link(button["url"].rpartition("/")[2])

    actor = await desk.world.app.people.sessions.find_actor(visit.session)
    assert (actor.creator_id, actor.role) == (CreatorId("local"), Role.OWNER)


async def test_a_fan_gets_no_link(desk):
    asked = await desk.ask_in_discord(desk.world.discord.add_member(desk.guild, "fans"))

    assert "ask one of them" in asked.texts[-1]
    assert "/login/" not in str(asked.messages)


async def test_the_owner_comes_in_by_mail(desk):
    async with open_browser() as browser:
        headers = {"Origin": desk.url}
        form = {"email": OWNER_EMAIL, "next": "/settings"}
        async with browser.post(f"{desk.url}/login", data=form, headers=headers) as answer:
            assert "on its way" in await answer.text()
        await until(lambda: bool(desk.smtp.messages))
        (message,) = desk.smtp.messages
        found = re.search(rf"{re.escape(desk.url)}/login/\S+", message.get_content())

        assert found
        assert await desk.press(browser, found[0]) == 200
        assert await desk.look(browser, "/accounts") == 200


async def test_a_moderator_gives_an_address_and_comes_in_by_mail_until_the_role_is_gone(desk):
    moderator = desk.world.discord.add_member(desk.guild, "moderators")
    asked = await desk.ask_in_discord(moderator)
    (button,) = list_buttons(asked.messages[-1])
    sessions, address = f"{desk.url}/sessions", "ben@example.org"
    async with open_browser() as browser, open_browser() as stranger, open_browser() as another:
        await desk.press(browser, button["url"])
        status, text = await desk.submit(browser, sessions, "/sessions/email", email=address)
        assert (status, f"on its way to <bdi>{address}" in text) == (200, True)
        link = await desk.read_link(1, "email")

        assert await desk.look(stranger, link.removeprefix(desk.url)) == 303
        path = link.removeprefix(desk.url)
        status, text = await desk.submit(browser, link, path)
        assert (status, f"links at <strong><bdi>{address}" in text) == (200, True)
        assert (await desk.submit(browser, link, path))[0] == 403

        headers = {"Origin": desk.url}
        form = {"email": address.upper()}
        await another.post(f"{desk.url}/login", data=form, headers=headers)
        assert await desk.press(another, await desk.read_link(2, "login")) == 200
        assert await desk.look(another, "/settings") == 200

        desk.guild.members[moderator] = [desk.guild.roles["fans"]]
        await asyncio.sleep(0.25)
        await stranger.post(f"{desk.url}/login", data=form, headers=headers)
        await asyncio.sleep(0.5)
        assert len(desk.smtp.messages) == 2
        await desk.submit(browser, sessions, "/sessions/email/forget")
        async with browser.get(sessions) as shown:
            assert address not in await shown.text()
