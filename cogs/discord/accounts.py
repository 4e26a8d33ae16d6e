"""Accounts: linking, listing and unlinking the creator's accounts on platforms."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

import discord
from discord import app_commands, ui
from discord.ext import commands

from cogs.cards.message import RECONNECT_TEMPLATE
from cogs.discord.answers import answer, explain
from cogs.discord.autocomplete import in_time
from cogs.discord.people import enter_as_team
from cogs.discord.telling import tell
from cogs.discord.texts.fitting import fit_lines
from cogs.discord.texts.languages import find_say
from cogs.markdown import escape, name_person
from cogs.plain_text import clean_text
from cogs.texts.sentences import Say
from core.domain.accounts.account_scopes import describe_scopes, list_missing
from core.domain.accounts.platform_token import Account, AccountStatus
from core.domain.work.platform import Platform
from core.errors import InvalidInput
from core.services.accounts.account_linking import LinkOffer

if TYPE_CHECKING:
    from cogs.discord_bot import TrussBot

LINKABLE: Final = (Platform.YOUTUBE, Platform.TIKTOK, Platform.TWITCH)
_CHOICES: Final = [
    app_commands.Choice(name=platform.label, value=platform.value) for platform in LINKABLE
]
_CHOICES_MAX: Final = 25
_STANDINGS: Final = {
    AccountStatus.LINKED: "linked",
    AccountStatus.RECONNECT_REQUIRED: "**must be linked again**",
    AccountStatus.UNLINKED: "unlinked",
}


@app_commands.guild_only()
class Accounts(
    commands.GroupCog, group_name="account", group_description="The linked accounts of this creator"
):
    """Replies privately to the caller."""

    def __init__(self, bot: TrussBot) -> None:
        self._bot = bot

    @app_commands.command(name="link", description="Link an account that clips can go out to")
    @app_commands.describe(platform="where the account is")
    @app_commands.choices(platform=_CHOICES)
    async def link(self, interaction: discord.Interaction[Any], platform: str) -> None:
        await interaction.response.defer(ephemeral=True)
        await offer_link(self._bot, interaction, Platform(platform))

    @app_commands.command(name="list", description="List the linked accounts")
    async def list_accounts(self, interaction: discord.Interaction[Any]) -> None:
        await interaction.response.defer(ephemeral=True)
        app = self._bot.app
        actor = await enter_as_team(interaction)
        text = list_lines(await app.accounts.linking.list_accounts(actor))
        await tell(interaction, text)

    @app_commands.command(name="unlink", description="Give the access to an account back")
    @app_commands.describe(account="its name, then choose")
    async def unlink(self, interaction: discord.Interaction[Any], account: str) -> None:
        await interaction.response.defer(ephemeral=True)
        app = self._bot.app
        actor = await enter_as_team(interaction)
        platform, account_id = read_choice(account)
        gone, is_revoked = await app.accounts.linking.unlink(actor, platform, account_id)
        text = describe_unlinked(gone, is_revoked=is_revoked)
        await tell(interaction, text)

    @unlink.autocomplete("account")
    @in_time
    async def complete_account(
        self, interaction: discord.Interaction[Any], current: str
    ) -> list[app_commands.Choice[str]]:
        app = self._bot.app
        actor, say = await enter_as_team(interaction), await find_say(interaction)
        found = await app.accounts.linking.list_accounts(actor)
        named = [(name_account(account, say), account) for account in found]
        return [
            app_commands.Choice(name=name, value=f"{account.platform.value}:{account.account_id}")
            for name, account in named
            if current.lower() in name.lower()
        ][:_CHOICES_MAX]


@in_time
async def complete_place(
    interaction: discord.Interaction[Any], current: str
) -> list[app_commands.Choice[str]]:
    """Offer the accounts of the chosen platform; for Discord, the channels of the server."""
    return await _list_places(interaction, current, interaction.namespace.platform)


@in_time
async def complete_tiktok_account(
    interaction: discord.Interaction[Any], current: str
) -> list[app_commands.Choice[str]]:
    return await _list_places(interaction, current, Platform.TIKTOK.value)


async def _list_places(
    interaction: discord.Interaction[Any], current: str, platform: str | None
) -> list[app_commands.Choice[str]]:
    bot: TrussBot = interaction.client
    actor, say = await enter_as_team(interaction), await find_say(interaction)
    accounts = await bot.app.accounts.linking.list_accounts(actor)
    fit = [each for each in accounts if platform in {None, each.platform}]
    named = [(name_account(each, say), each.account_id) for each in fit]
    if platform in {None, Platform.DISCORD}:
        named += _list_channels(interaction, say)
    return [
        app_commands.Choice(name=name, value=place_id)
        for name, place_id in named
        if current.casefold() in name.casefold()
    ][:_CHOICES_MAX]


def _list_channels(interaction: discord.Interaction[Any], say: Say) -> list[tuple[str, str]]:
    """Return the channels of this server that the caller can see."""
    guild, member = interaction.guild, interaction.user
    if guild is None or not isinstance(member, discord.Member):
        return []
    return [
        (f"#{channel.name} {say('on')} Discord"[:100], str(channel.id))
        for channel in guild.text_channels
        if channel.permissions_for(member).view_channel
    ]


class RelinkButton(ui.DynamicItem[ui.Button[Any]], template=RECONNECT_TEMPLATE):
    """The button below the request to link an account again."""

    def __init__(self, button: ui.Button[Any], platform: Platform) -> None:
        super().__init__(button)
        self.platform = platform

    @classmethod
    async def from_custom_id(
        cls, _interaction: discord.Interaction[Any], item: ui.Item[Any], match: re.Match[str]
    ) -> RelinkButton:
        assert isinstance(item, ui.Button)  # noqa: S101 - only buttons carry such an id
        return cls(item, Platform(match["platform"]))

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        try:
            await interaction.response.defer(ephemeral=True, thinking=True)
            await offer_link(interaction.client, interaction, self.platform)
        except Exception as error:  # noqa: BLE001 - the edge of the face: it is told as a sentence
            await answer(interaction, explain(error))


class TargetButton(ui.Button[Any]):
    """Lets approved clips go to the account that was just linked; it changes nothing before."""

    def __init__(self, bot: TrussBot, platform: Platform) -> None:
        super().__init__(label="Once linked, send approved clips there")
        self._bot = bot
        self._platform = platform

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        try:
            await interaction.response.defer(ephemeral=True, thinking=True)
            actor = await enter_as_team(interaction)
            settings = self._bot.app.publishing.settings
            known = (await settings.get_targets(actor)).find(self._platform, "")
            await settings.set_target(actor, known)
            await self._bot.app.cards.laying.lay_waiting(actor)
            await answer(interaction, f"Approved clips go to {self._platform.label} from now on.")
        except Exception as error:  # noqa: BLE001 - the edge of the face: it is told as a sentence
            await answer(interaction, explain(error))


async def offer_link(
    bot: TrussBot, interaction: discord.Interaction[Any], platform: Platform
) -> None:
    """Send the caller a link in private; with a device code, wait until it has been typed."""
    actor = await enter_as_team(interaction)
    offer = await bot.app.accounts.linking.start(actor, platform)
    view = ui.View(timeout=None)
    view.add_item(ui.Button(label=f"Go on to {platform.label}", url=offer.address))
    view.add_item(TargetButton(bot, platform))
    await tell(interaction, describe_offer(offer, platform), view=view)
    if offer.device_code:
        account = await bot.app.accounts.linking.wait_for_device(offer.device_code)
        await answer(interaction, f"{escape(name_account(account))} is linked.")


def describe_offer(offer: LinkOffer, platform: Platform) -> str:
    """Return what to do next; the address itself is on a button."""
    minutes = round(offer.lasts_seconds / 60)
    if offer.user_code:
        return (
            f"Open {platform.label} and type the code **{escape(offer.user_code)}** within "
            f"{minutes} minutes. Do not share it."
        )
    return (
        f"This link is for you alone: it works once, within {minutes} minutes, and you have to "
        "finish in the same browser."
    )


def name_account(account: Account, say: Say = str) -> str:
    """Return an account's name for a list of choices, in at most 100 characters."""
    name = clean_text(account.name, 80) or account.account_id
    return f"{name} {say('on')} {account.platform.label}"[:100]


def list_lines(accounts: tuple[Account, ...]) -> str:
    """Return a line for each account, in at most 2,000 characters."""
    if not accounts:
        return "No account is linked; type /account link."
    return fit_lines(map(_describe, accounts))


def _describe(account: Account) -> str:
    by = f" by {name_person(account.linked_by)}" if account.linked_by else ""
    lacking = list_missing(account.platform, account.scopes, needed_only=False)
    without = f", without the right to {describe_scopes(lacking)}" if lacking else ""
    standing = _STANDINGS[account.status]
    when = f"<t:{int(account.linked_at.timestamp())}:d>"
    return f"- {escape(name_account(account))}: {standing}{by} {when}{without}"


def describe_unlinked(account: Account, *, is_revoked: bool) -> str:
    """Return what was done, and what to do if the platform could not be told."""
    name = escape(name_account(account))
    if is_revoked:
        return f"{name} is unlinked, and Truss's access is revoked."
    return (
        f"{name} is unlinked here, but {account.platform.label} could not be told; remove Truss "
        "from the connected apps there."
    )


def read_choice(value: str) -> tuple[Platform, str]:
    """Return the chosen account; InvalidInput if it was typed instead of chosen."""
    platform, colon, account_id = value.partition(":")
    if not colon or platform not in {known.value for known in LINKABLE}:
        raise InvalidInput("Choose an account from the list that appears while you type.")
    return Platform(platform), account_id


async def setup(bot: TrussBot) -> None:
    bot.add_dynamic_items(RelinkButton)
    await bot.add_cog(Accounts(bot))
