"""Discord: the application, the bot's token, and the invitation."""

from __future__ import annotations

from typing import Final

from bot.bootstrap.setting_up import DiscordBot, SetupDesk
from bot.setting_up.asking import ask_value
from bot.setting_up.conversation import Conversation, confirm
from core.errors import ExternalFailure, InvalidInput

TOKEN: Final = "TRUSS_DISCORD_TOKEN"  # noqa: S105 - a name
WHAT: Final = "Discord: each clip becomes a card, and moderators decide by reaction or button."
STEPS: Final = """\
  1. Open https://discord.com/developers/applications, press New Application, and name it.
  2. On its page Bot press Reset Token, and copy the token. Leave the three switches under
     Privileged Gateway Intents off: Truss needs none of them.
  3. Paste the token here; it is not shown."""
GUILDS_SHOWN: Final = 5


async def set_up_discord(talk: Conversation, desk: SetupDesk) -> None:
    """Ask for the token until Discord takes it, then for the invitation."""
    talk.say(STEPS)
    while True:
        token = await ask_value(talk, desk, TOKEN, "The bot's token", is_secret=True)
        if not token:
            return
        talk.say("  Asking Discord...")
        try:
            bot = await desk.discord(token).meet()
        except InvalidInput as error:
            talk.say(f"  {error}")
            if token == desk.known(TOKEN) and await confirm(
                talk, "Leave it as it is?", default=False
            ):
                return
            continue
        except ExternalFailure as error:
            talk.say(f"  {error}")
            same = token == desk.known(TOKEN)
            if await confirm(talk, "Keep the token unchecked?", default=same):
                await desk.save({TOKEN: token})
                return
            continue
        await desk.save({TOKEN: token})
        break
    talk.say(f"  Discord knows the bot as {bot.name}, and the token is set.")
    talk.say("  Intents: servers and reactions, which need no switch in the portal.")
    for finding in bot.findings:
        talk.say(f"  {finding.sentence}")
    await _invite(talk, desk, token, bot)


async def _invite(talk: Conversation, desk: SetupDesk, token: str, bot: DiscordBot) -> None:
    if not bot.guilds:
        talk.say("  It is in no server yet. Open this address, and choose yours:")
        talk.say(f"  {bot.invite_url}")
        if not await confirm(talk, "Is it invited?", default=True):
            return
        bot = await _meet_again(talk, desk, token) or bot
    if not bot.guilds:
        talk.say("  It is still in no server; the address stays valid, so you can invite it later.")
        return
    for guild_id, name in bot.guilds[:GUILDS_SHOWN]:
        missing = await desk.discord(token).look_at_guild(bot, guild_id)
        rights = f"lacks {', '.join(missing)}; invite it again: {bot.invite_url}"
        talk.say(f"  In {name} it {rights if missing else 'has every right that it needs'}.")
    talk.say(f"  The address that invites it to another server: {bot.invite_url}")


async def _meet_again(talk: Conversation, desk: SetupDesk, token: str) -> DiscordBot | None:
    try:
        return await desk.discord(token).meet()
    except (ExternalFailure, InvalidInput) as error:
        talk.say(f"  {error}")
        return None
