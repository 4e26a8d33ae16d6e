"""Linking accounts in Discord: the command, the pages, the platform, and what is kept of it."""

import io
import logging
import re
from typing import Any
from urllib.parse import urlsplit

import pytest
import structlog
from pydantic import SecretStr

from bot.log import set_up_log
from core.domain.accounts.platform_token import AccountStatus
from core.domain.work.platform import Platform
from core.errors import ReconnectRequired
from tests.journeys.account_world import Linker, open_browser, open_linker
from tests.journeys.discord_world import LOCAL, until
from tests.servers.discord import INSTALLER_ID, list_buttons, list_texts
from tests.servers.oauth import LoopbackTwitchSignIn


@pytest.fixture
async def linker(tmp_path):
    async with open_linker(tmp_path) as opened:
        yield opened


@pytest.fixture
def log() -> Any:
    """Everything that is logged at the most talkative level, as it is written."""
    stream = io.StringIO()
    before = structlog.get_config()
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    set_up_log(level="debug", as_json=True, secrets=["client-secret-1"], stream=stream)
    yield stream
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.configure(**before)


async def list_tokens(linker: Linker) -> Any:
    return await linker.world.app.ports.stores.tokens.list_tokens(LOCAL)


async def test_accounts_of_three_platforms_are_linked_listed_and_unlinked(log, linker):
    """And no secret, code or token is in anything that was logged meanwhile."""
    expected = {
        Platform.YOUTUBE: "Ana&#39;s channel on YouTube is linked",
        Platform.TIKTOK: "Ana on TikTok is linked",
        Platform.TWITCH: "AnaLive on Twitch is linked",
    }
    for platform, words in expected.items():
        assert words in await linker.link(platform)

    listed = (await linker.type("account list")).texts[-1]
    assert listed.count("\n") == 2
    assert f"- Ana on TikTok: linked by <@{INSTALLER_ID}>" in listed

    tokens = await list_tokens(linker)
    given = {(t.platform, t.access_token, t.refresh_token) for t in tokens}
    for platform, server in linker.platforms.items():
        (access,), (refresh,) = server.accesses, server.refresh_tokens
        assert (platform, access, refresh) in given

    offered = await linker.world.discord.complete(
        linker.guild, INSTALLER_ID, "account unlink", account="tik"
    )
    assert [choice["name"] for choice in offered] == ["Ana on TikTok"]
    gone = await linker.type("account unlink", account=offered[0]["value"])
    assert gone.texts[-1] == "Ana on TikTok is unlinked, and Truss's access is revoked."
    assert linker.platforms[Platform.TIKTOK].revoked
    assert len(await list_tokens(linker)) == 2

    text = log.getvalue()
    assert "account.linked" in text
    secrets = linker.link_tokens | {"client-secret-1"} | {part for one in given for part in one[1:]}
    for server in linker.platforms.values():
        secrets |= server.used_codes
    assert [secret for secret in secrets if secret in text] == []
    assert len(secrets) >= 13


async def test_what_lies_in_the_table_shows_no_secret(linker, tmp_path):
    await linker.link(Platform.TIKTOK)
    (token,) = await list_tokens(linker)

    stored = b"".join(path.read_bytes() for path in tmp_path.glob("*.sqlite3*"))

    assert b"open-1" in stored
    assert token.access_token.encode() not in stored
    assert (token.refresh_token or "").encode() not in stored


async def test_an_answer_is_taken_once_and_from_the_browser_that_left(linker):
    address = await linker.ask_for_link(Platform.YOUTUBE)
    async with open_browser() as mine, open_browser() as theirs:
        back = await linker.go(mine, address)

        async with theirs.get(back) as response:
            assert response.status == 403
            assert "opened in this browser" in await response.text()
        async with mine.get(back) as response:
            # Whoever else came with the state has used it up.
            assert response.status == 403
        assert await list_tokens(linker) == ()

        back = await linker.go(mine, await linker.ask_for_link(Platform.YOUTUBE))
        async with mine.get(back) as response:
            assert response.status == 200
        async with mine.get(back) as response:
            assert response.status == 403
    assert len(await list_tokens(linker)) == 1


async def test_wrong_states_codes_and_addresses_link_nothing(linker):
    address = await linker.ask_for_link(Platform.TIKTOK)
    async with open_browser() as browser:
        back = await linker.go(browser, address)
        state = back.partition("state=")[2]
        callback = f"{linker.page_url}/oauth/tiktok/callback"
        for query in ("", "?code=x", "?code=x&state=made-up", "?state=made-up&error=access_denied"):
            async with browser.get(callback + query) as response:
                assert response.status == 403
        async with browser.get(
            f"{linker.page_url}/oauth/youtube/callback?code=x&state={state}"
        ) as response:
            assert response.status == 403
        async with browser.get(back, headers={"Host": "evil.example"}) as response:
            assert response.status == 421
        async with browser.post(address, data={}) as response:
            assert response.status == 403
        async with browser.get(f"{linker.page_url}/oauth/nowhere/callback") as response:
            assert response.status == 404
    assert await list_tokens(linker) == ()


async def test_a_redirect_address_that_is_not_registered_is_refused_by_the_platform(linker):
    server = linker.platforms[Platform.YOUTUBE]
    server.redirect_uris = {"https://elsewhere.example/oauth/youtube/callback"}
    async with open_browser() as browser:
        with pytest.raises(AssertionError, match="redirect_uri_mismatch"):
            await linker.go(browser, await linker.ask_for_link(Platform.YOUTUBE))

    assert await list_tokens(linker) == ()


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"denies": True}, "You did not agree at YouTube; nothing was linked."),
        (
            {"unticked": {"https://www.googleapis.com/auth/youtube.upload"}},
            "YouTube did not give Truss the right to upload videos;",
        ),
        ({"has_channel": False}, "There is no YouTube channel behind this sign-in"),
    ],
)
async def test_who_denies_or_unticks_is_told_so_and_nothing_is_stored(linker, given, words):
    for name, value in given.items():
        setattr(linker.platforms[Platform.YOUTUBE], name, value)

    page = await linker.link(Platform.YOUTUBE)

    assert words in page
    assert await list_tokens(linker) == ()


async def test_a_moderator_may_look_and_not_link(linker):
    user_id = linker.world.discord.add_member(linker.guild, "moderators")

    asked = await linker.type("account link", user_id, platform="tiktok")
    listed = await linker.type("account list", user_id)

    assert asked.texts[-1] == "Only the creator or an editor may link accounts; ask one of them."
    assert re.fullmatch(r"No account is linked; type </account link:\d+>\.", listed.texts[-1])


async def test_twitch_is_linked_by_a_code_where_there_is_no_address(tmp_path):
    """A bot at home behind a router needs no page that others can reach, and no secret."""
    async with open_linker(tmp_path, public_url="", twitch_client_secret=SecretStr("")) as linker:
        twitch = linker.platforms[Platform.TWITCH]
        assert isinstance(twitch, LoopbackTwitchSignIn)
        twitch.client_secret = ""
        twitch.slows_down = 0
        asked = await linker.type("account link", platform="twitch")
        (device,) = twitch.devices.values()
        assert device.user_code in asked.texts[0]
        await until(lambda: len(twitch.polls) >= 2)

        twitch.approve_device(device.user_code)
        await until(lambda: len(asked.texts) >= 2)

        assert asked.texts[1] == "AnaLive on Twitch is linked."
        (token,) = await list_tokens(linker)
        assert token.account_id == "77"


async def test_an_account_that_its_owner_closed_is_asked_for_once_and_mended_by_the_button(
    linker,
):
    await linker.link(Platform.TIKTOK)
    tiktok = linker.platforms[Platform.TIKTOK]
    tiktok.forget()
    (held,) = await list_tokens(linker)
    app, discord = linker.world.app, linker.world.discord
    for _ in range(3):
        with pytest.raises(ReconnectRequired):
            await app.accounts.refresh.replace_refused(held)

    await until(lambda: len(discord.cards(linker.guild)) == 1)
    (message,) = discord.cards(linker.guild)
    (text,) = list_texts(message)
    assert text.startswith(f"<@{INSTALLER_ID}>: **TikTok has taken back the access to Ana.**")
    listed = (await linker.type("account list")).texts[-1]
    assert "- Ana on TikTok: **must be linked again**" in listed

    pressed = await discord.press(INSTALLER_ID, message["id"], "Link it again")
    await until(lambda: bool(pressed.texts))
    button, _ = list_buttons(pressed.messages[-1])
    assert urlsplit(button["url"]).path.startswith("/accounts/link/tiktok/")
    async with open_browser() as browser:
        back = await linker.go(browser, button["url"])
        async with browser.get(back) as response:
            assert response.status == 200

    (token,) = await list_tokens(linker)
    assert token.status is AccountStatus.LINKED
    assert len(discord.cards(linker.guild)) == 1
