"""Signing in with a browser, at the page itself and behind nginx as people configure it."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from bot.web.access import Access
from bot.web.visitors import COOKIE, SECURE_COOKIE
from tests.bot.web.route_table import list_cases
from tests.journeys.discord_world import until
from tests.journeys.fault_program import Program, find_free_port
from tests.journeys.fault_world import FaultWorld, open_fault_world
from tests.servers.chromium import EXECUTABLE as CHROMIUM
from tests.servers.chromium import join_browser
from tests.servers.discord import Guild, list_buttons
from tests.servers.nginx import EXECUTABLE as NGINX
from tests.servers.nginx import NAMED, PLAIN, open_nginx
from tests.servers.smtp import LoopbackSmtp, open_smtp

pytest.importorskip(
    "playwright.async_api", reason="playwright is not installed", exc_type=ImportError
)
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(
        CHROMIUM is None, reason="neither chromium-headless-shell nor chromium here"
    ),
]
OWNER_EMAIL = "ada@example.org"
needs_nginx = pytest.mark.skipif(NGINX is None, reason="nginx is not here")


@dataclass(frozen=True, kw_only=True)
class Front:
    """What is in front of the page, and whether the page is told by which name people reach it."""

    headers: str | None = PLAIN
    has_tls: bool = False
    is_named: bool = True

    @property
    def marks(self) -> list[Any]:
        """One of them stands for all in every run."""
        nginx = [] if self.headers is None else [needs_nginx]
        return nginx if self == Front() else [*nginx, pytest.mark.soak]


FRONTS = {
    "no proxy": Front(headers=None, is_named=False),
    "plain proxy_pass": Front(),
    "plain proxy_pass, no public address": Front(is_named=False),
    "TLS, plain proxy_pass": Front(has_tls=True),
    "TLS, plain proxy_pass, no public address": Front(has_tls=True, is_named=False),
    "TLS, X-Forwarded-Proto": Front(headers=NAMED, has_tls=True),
}


@dataclass(frozen=True, kw_only=True)
class House:
    """The running program, and the address at which people come to it."""

    world: FaultWorld
    guild: Guild
    smtp: LoopbackSmtp
    program: Program
    url: str

    def here(self, link: str) -> str:
        """Return a link by the address that people use; without a public one they have to."""
        return re.sub(r"^https?://[^/]+", self.url, link)

    def find_printed_link(self) -> str:
        found = re.search(r"https?://\S+/login/\S+", self.program.read_log())
        assert found
        return self.here(found[0])

    async def ask_in_discord(self) -> str:
        moderator = self.world.discord.add_member(self.guild, "moderators")
        asked = await self.world.discord.type_command(self.guild, moderator, "login")
        await until(lambda: bool(asked.texts))
        (button,) = list_buttons(asked.messages[-1])
        return self.here(str(button["url"]))

    async def ask_by_mail(self, tab: Any) -> str:
        known = len(self.smtp.messages)
        await tab.goto(f"{self.url}/login")
        await tab.get_by_label("By e-mail").fill(OWNER_EMAIL)
        await tab.get_by_role("button", name="Send me a link").click()
        await tab.get_by_text("a link is on its way").wait_for()
        await until(lambda: len(self.smtp.messages) > known)
        found = re.search(r"https?://\S+/login/\S+", self.smtp.messages[-1].get_content())
        assert found
        return self.here(found[0])


@asynccontextmanager
async def open_house(folder: Path, front: Front) -> AsyncIterator[House]:
    async with AsyncExitStack() as stack:
        smtp = await stack.enter_async_context(open_smtp())
        world = await stack.enter_async_context(open_fault_world(folder))
        guild = world.use_discord()
        await world.open_sites()
        page, proxy = find_free_port(), find_free_port()
        place = f"127.0.0.1:{page if front.headers is None else proxy}"
        url = f"{'https' if front.has_tls else 'http'}://{place}"
        settings = {
            "owner_email": OWNER_EMAIL,
            "smtp_host": "127.0.0.1",
            "smtp_port": smtp.port,
            "smtp_from": "truss@example.org",
        } | ({"public_url": url} if front.is_named else {})
        program = await stack.enter_async_context(world.run(web_port=page, **settings))
        if front.headers is not None:
            nginx = open_nginx(
                folder / "nginx",
                port=proxy,
                behind=page,
                headers=front.headers,
                has_tls=front.has_tls,
            )
            await stack.enter_async_context(nginx)
        await until(lambda: "/login/" in program.read_log())
        await world.set_up(guild)
        yield House(world=world, guild=guild, smtp=smtp, program=program, url=url)


@asynccontextmanager
async def open_tab(browser: Any) -> AsyncIterator[Any]:
    """Open a tab of a browser that nobody has used before."""
    async with await browser.new_context(ignore_https_errors=True) as context:
        tab = await context.new_page()
        tab.set_default_timeout(30_000)
        yield tab


async def press(tab: Any, link: str) -> None:
    """Open a link and press its button."""
    await tab.goto(link)
    await tab.get_by_role("button", name="Sign in", exact=True).click()
    await tab.wait_for_url(re.compile(r"^(?!.*/login)"))


async def is_out(tab: Any, house: House) -> bool:
    await tab.goto(f"{house.url}/videos")
    return bool(tab.url.startswith(f"{house.url}/login"))


async def look_at_every_address(tab: Any, house: House) -> None:
    """A stranger's browser ends at the sign-in, by whatever address of a page it comes."""
    tried = 0
    for case in list_cases():
        if case.needs is Access.PUBLIC:
            continue
        tried += 1
        if case.path.startswith("/api/") and case.method == "GET":
            answer = await tab.goto(f"{house.url}{case.path}")
            assert answer.status == 401, case
        elif case.method == "GET":
            await tab.goto(f"{house.url}{case.path}")
            assert tab.url.startswith(f"{house.url}/login"), case
            assert await tab.get_by_role("heading", level=1).inner_text() == "Sign in", case
        else:
            status, url = await tab.evaluate(
                "([method, path]) => fetch(path, {method})"
                ".then(answer => [answer.status, answer.url])",
                [case.method, case.path],
            )
            assert status == 401 or url.startswith(f"{house.url}/login"), case
    assert tried > 30
    assert await tab.context.cookies() == []


async def check_cookie(tab: Any, front: Front) -> None:
    """It is for TLS alone where the settings say that people come by it; no header says so."""
    is_for_tls = front.has_tls and front.is_named
    (cookie,) = await tab.context.cookies()
    assert cookie["httpOnly"]
    assert cookie["sameSite"] == "Lax"
    assert cookie["secure"] is is_for_tls
    assert cookie["name"] == (SECURE_COOKIE if is_for_tls else COOKIE)


async def go_out_and_come_back(tab: Any, house: House) -> None:
    await tab.goto(f"{house.url}/sessions")
    await tab.get_by_role("button", name="Sign out").click()
    await tab.get_by_role("heading", name="Sign in", exact=True).wait_for()
    assert await is_out(tab, house)
    await press(tab, await house.ask_by_mail(tab))
    assert not await is_out(tab, house)


async def revoke_another(tab: Any, other: Any, house: House) -> None:
    """End the sign-in of another browser of the same person, with its cookie kept there."""
    await press(other, await house.ask_by_mail(other))
    await tab.goto(f"{house.url}/sessions")
    ends = tab.get_by_role("button", name="End the sign-in")
    assert await ends.count() == 1
    await ends.click()
    await tab.wait_for_url(f"{house.url}/sessions")
    assert await ends.count() == 0
    assert await is_out(other, house)
    assert not await is_out(tab, house)


@pytest.mark.parametrize(
    "front",
    [pytest.param(front, id=name, marks=front.marks) for name, front in FRONTS.items()],
)
async def test_people_come_in_by_each_way_and_strangers_by_none(
    tmp_path: Path, chromium: str, front: Front
) -> None:
    async with (
        open_house(tmp_path, front) as house,
        join_browser(chromium) as browser,
        open_tab(browser) as tab,
        open_tab(browser) as other,
        open_tab(browser) as moderator,
    ):
        await look_at_every_address(tab, house)

        await press(tab, house.find_printed_link())
        await tab.get_by_role("heading", name="Nothing waits for you").wait_for()
        await check_cookie(tab, front)
        await press(moderator, await house.ask_in_discord())
        await moderator.goto(f"{house.url}/creators")
        assert await moderator.get_by_text("moderator", exact=True).count() == 1
        await go_out_and_come_back(tab, house)
        await revoke_another(tab, other, house)
        await moderator.goto(f"{house.url}/sessions")
        assert await moderator.get_by_role("button", name="End the sign-in").count() == 0
        cookies = [*await tab.context.cookies(), *await moderator.context.cookies()]
    opens = [cookie["value"] for cookie in cookies]
    log = house.program.read_log().replace(house.find_printed_link().rpartition("/")[2], "")
    assert opens
    assert not any(value in log for value in opens)
