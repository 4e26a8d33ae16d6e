"""Twitch: the application, and the account that Truss speaks as, by a code and no redirect."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import Final

from bot.bootstrap.setting_up import Linking, SetupDesk, open_linking
from bot.setting_up.address_step import PUBLIC_URL
from bot.setting_up.asking import ask_value, is_accepted
from bot.setting_up.conversation import Conversation, confirm
from core.domain.work.platform import Platform
from core.errors import TrussError

CLIENT_ID: Final = "TRUSS_TWITCH_CLIENT_ID"
SECRET: Final = "TRUSS_TWITCH_CLIENT_SECRET"  # noqa: S105 - a name
WHAT: Final = (
    "Twitch: chat by EventSub, answers to !clip, and Twitch's own clips.\n"
    "  Without it, any channel's chat is read all the same."
)
STEPS: Final = """\
  1. Open https://dev.twitch.tv/console/apps, and press Register Your Application.
  2. Name: any. OAuth Redirect URLs: http://localhost, which is not used now; where the page has an
     address, {callback} too.
     Category: Chat Bot. Client Type: Confidential. Press Create.
  3. Press Manage, copy the Client ID, then press New Secret and copy that."""

LATER: Final = (
    "Nothing is lost: link it later, on the page Accounts or by /account link in Discord."
)


async def set_up_twitch(talk: Conversation, desk: SetupDesk) -> None:
    """Ask for id and secret until Twitch takes them, then link an account."""
    address = desk.known(PUBLIC_URL) or "https://<its address>"
    talk.say(STEPS.format(callback=f"{address}/oauth/twitch/callback"))
    while True:
        client_id = await ask_value(talk, desk, CLIENT_ID, "The Client ID")
        if not client_id:
            return
        secret = await ask_value(talk, desk, SECRET, "The Client Secret, not shown", is_secret=True)
        look = partial(desk.look_at_twitch, client_id, secret)
        same = (client_id, secret) == (desk.known(CLIENT_ID), desk.known(SECRET))
        if await is_accepted(talk, look, name="Twitch", is_unchanged=same):
            break
    values = {CLIENT_ID: client_id} | ({SECRET: secret} if secret else {})
    await desk.save(values)
    talk.say("  Twitch's id and secret are set.")
    await _link(talk)


async def _link(talk: Conversation) -> None:
    try:
        async with open_linking() as linking:
            known = await linking.service.list_accounts(linking.owner)
            names = [each.name for each in known if each.platform is Platform.TWITCH]
            if names:
                talk.say(f"  The account {names[0]} is linked already.")
                return
            question = "Link the Twitch account that Truss speaks as now?"
            if await confirm(talk, question, default=True):
                await _wait_for_code(talk, linking)
    except TimeoutError:
        talk.say(f"  Nobody let Truss in. {LATER}")
    except TrussError as error:
        talk.say(f"  {error} {LATER}")


async def _wait_for_code(talk: Conversation, linking: Linking) -> None:
    offer = await linking.service.start(linking.owner, Platform.TWITCH)
    talk.say(f"  Open {offer.address}")
    talk.say(f"  and let Truss in; the code there is {offer.user_code}. Waiting...")
    async with asyncio.timeout(offer.lasts_seconds + 30):
        account = await linking.service.wait_for_device(offer.device_code)
    talk.say(f"  Linked: {account.name}.")
