"""The public address: where people reach the page, and platforms send them back to."""

from __future__ import annotations

from typing import Final
from urllib.parse import urlsplit

from bot.bootstrap.setting_up import SetupDesk
from bot.setting_up.asking import ask_value
from bot.setting_up.conversation import Conversation

PUBLIC_URL: Final = "TRUSS_PUBLIC_URL"
WHAT: Final = "The page's address: for sign-in links, and for linking YouTube and TikTok."
STEPS: Final = """\
  Others reach the page at an address of yours, such as https://clips.example.org, where a web
  server with a certificate passes everything on to this machine. Without an address, the page is
  for this machine alone."""
LOCAL: Final = frozenset({"localhost", "127.0.0.1", "::1"})


async def set_up_address(talk: Conversation, desk: SetupDesk) -> None:
    """Ask for the address until it can be used."""
    talk.say(STEPS)
    url = await ask_value(talk, desk, PUBLIC_URL, "The address")
    if not url or url == desk.known(PUBLIC_URL):
        return
    parts = urlsplit(url)
    if parts.scheme == "http" and parts.hostname not in LOCAL:
        talk.say("  Without https, sign-ins can be read on the way; YouTube and TikTok refuse it.")
    await desk.save({PUBLIC_URL: url.rstrip("/")})
    talk.say("  The address is set.")


def is_for_others(url: str) -> bool:
    """Say whether other machines reach the page at this address."""
    return bool(url) and urlsplit(url).hostname not in LOCAL


async def need_address(talk: Conversation, desk: SetupDesk) -> str:
    """Return where platforms send people back to; this machine where nothing else is set."""
    url = desk.known(PUBLIC_URL)
    if url:
        return url
    url = f"http://localhost:{desk.settings.web_port}"
    await desk.save({PUBLIC_URL: url})
    talk.say(f"  TRUSS_PUBLIC_URL is set to {url}, so accounts are linked on this machine.")
    return url
