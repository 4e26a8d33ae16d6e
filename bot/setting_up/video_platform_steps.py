"""YouTube and TikTok: the applications by which people link their accounts."""

from __future__ import annotations

from functools import partial
from typing import Final
from urllib.parse import urlsplit

from bot.bootstrap.setting_up import SetupDesk
from bot.setting_up.address_step import LOCAL, PUBLIC_URL, need_address
from bot.setting_up.asking import ask_value, is_accepted
from bot.setting_up.conversation import Conversation
from core.domain.work.platform import Platform

GOOGLE_ID: Final = "TRUSS_GOOGLE_CLIENT_ID"
GOOGLE_SECRET: Final = "TRUSS_GOOGLE_CLIENT_SECRET"  # noqa: S105 - a name
TIKTOK_KEY: Final = "TRUSS_TIKTOK_CLIENT_KEY"
TIKTOK_SECRET: Final = "TRUSS_TIKTOK_CLIENT_SECRET"  # noqa: S105 - a name
TIKTOK_DESKTOP: Final = "TRUSS_TIKTOK_IS_DESKTOP"
YOUTUBE: Final = (
    "YouTube: approved clips become Shorts. Until Google has audited yours, private ones."
)
TIKTOK: Final = "TikTok: approved clips go to the inbox, or are posted."
YOUTUBE_STEPS: Final = """\
  1. Open https://console.cloud.google.com, and make a project.
  2. APIs & Services, Library: enable YouTube Data API v3 and YouTube Analytics API.
  3. OAuth consent screen: External, then Publish App; in Testing, links end after 7 days.
  4. Credentials, Create credentials, OAuth client ID, Web application, with the redirect URI
     {callback}
  5. Copy the Client ID and the Client secret."""
TIKTOK_STEPS: Final = """\
  1. Open https://developers.tiktok.com/apps, and press Connect an app.
  2. Add the products Login Kit and Content Posting API, and the scopes user.info.basic,
     video.upload, video.publish and video.list.
  3. In Login Kit choose {kind}, with the redirect URI
     {callback}
  4. Copy the Client key and the Client secret."""


async def set_up_youtube(talk: Conversation, desk: SetupDesk) -> None:
    """Ask for id and secret until Google takes them."""
    talk.say(YOUTUBE_STEPS.format(callback=_callback(desk, "youtube")))
    while client_id := await ask_value(talk, desk, GOOGLE_ID, "The Client ID"):
        secret = await ask_value(
            talk, desk, GOOGLE_SECRET, "The Client secret, not shown", is_secret=True
        )
        look = partial(desk.look_at_application, Platform.YOUTUBE, client_id, secret)
        same = (client_id, secret) == (desk.known(GOOGLE_ID), desk.known(GOOGLE_SECRET))
        if await is_accepted(talk, look, name="Google", is_unchanged=same):
            await desk.save({GOOGLE_ID: client_id, GOOGLE_SECRET: secret})
            talk.say("  Google's id and secret are set.")
            await need_address(talk, desk)
            return


async def set_up_tiktok(talk: Conversation, desk: SetupDesk) -> None:
    """Ask for key and secret until TikTok takes them."""
    is_local = urlsplit(_address(desk)).hostname in LOCAL
    kind = "Desktop" if is_local else "Web"
    talk.say(TIKTOK_STEPS.format(kind=kind, callback=_callback(desk, "tiktok")))
    while key := await ask_value(talk, desk, TIKTOK_KEY, "The Client key"):
        secret = await ask_value(
            talk, desk, TIKTOK_SECRET, "The Client secret, not shown", is_secret=True
        )
        look = partial(desk.look_at_application, Platform.TIKTOK, key, secret)
        same = (key, secret) == (desk.known(TIKTOK_KEY), desk.known(TIKTOK_SECRET))
        if await is_accepted(talk, look, name="TikTok", is_unchanged=same):
            await desk.save(
                {
                    TIKTOK_KEY: key,
                    TIKTOK_SECRET: secret,
                    TIKTOK_DESKTOP: "true" if is_local else "false",
                }
            )
            talk.say("  TikTok's key and secret are set.")
            await need_address(talk, desk)
            return


def _address(desk: SetupDesk) -> str:
    return desk.known(PUBLIC_URL) or f"http://localhost:{desk.settings.web_port}"


def _callback(desk: SetupDesk, platform: str) -> str:
    return f"{_address(desk)}/oauth/{platform}/callback"
