"""Targets: where this creator's approved clips go, and what was chosen for each account."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

import discord
from discord import app_commands, ui
from discord.ext import commands

from cogs.discord.accounts import complete_place, complete_tiktok_account
from cogs.discord.answers import answer, explain
from cogs.discord.publishing import PLATFORMS, open_answer
from cogs.discord.telling import show_form, tell
from cogs.discord.texts.fitting import fit_lines
from cogs.markdown import escape
from core.domain.people.actor import Actor
from core.domain.publishing.publish_target import (
    PostChoices,
    Privacy,
    PublishTarget,
    PublishTargets,
)
from core.domain.publishing.wording import clean_tags
from core.domain.work.platform import Platform
from core.errors import InvalidInput

if TYPE_CHECKING:
    from cogs.discord_bot import TrussBot

_ACCOUNT: Final = "which account or channel there, if there are several"
PRIVACIES: Final = [
    app_commands.Choice(name=privacy.value, value=privacy.value)
    for privacy in (Privacy.PUBLIC, Privacy.UNLISTED, Privacy.PRIVATE)
]
_TIKTOK_PRIVACIES: Final = [
    discord.SelectOption(label="Everyone", value=Privacy.PUBLIC.value),
    discord.SelectOption(label="Friends", value=Privacy.FRIENDS.value),
    discord.SelectOption(label="Followers", value=Privacy.FOLLOWERS.value),
    discord.SelectOption(label="Only me", value=Privacy.PRIVATE.value),
]
_INTERACTIONS: Final = [
    discord.SelectOption(label="Comments", value="comments"),
    discord.SelectOption(label="Duets", value="duets"),
    discord.SelectOption(label="Stitches", value="stitches"),
]
_DISCLOSURES: Final = [
    discord.SelectOption(label="They advertise my own brand", value="own"),
    discord.SelectOption(label="Somebody pays for them", value="paid"),
]


@app_commands.guild_only()
class Targets(commands.GroupCog, group_name="where", group_description="Where approved clips go"):
    """Answers to whoever types, and to nobody else."""

    def __init__(self, bot: TrussBot) -> None:
        self._bot = bot

    @app_commands.command(name="list", description="List where approved clips go")
    async def list_targets(self, interaction: discord.Interaction[Any]) -> None:
        actor = await open_answer(interaction)
        await tell(
            interaction,
            list_lines(await self._bot.app.publishing.settings.get_targets(actor)),
        )

    @app_commands.command(name="add", description="Let approved clips go to an account")
    @app_commands.describe(
        platform="where it is",
        account=_ACCOUNT,
        privacy="who may see the clips there",
        tags="put beside each clip there, with commas between them",
    )
    @app_commands.choices(platform=PLATFORMS, privacy=PRIVACIES)
    @app_commands.autocomplete(account=complete_place)
    async def add(
        self,
        interaction: discord.Interaction[Any],
        platform: str,
        account: app_commands.Range[str, 1, 64] | None = None,
        privacy: str = Privacy.PUBLIC.value,
        tags: app_commands.Range[str, 1, 400] | None = None,
    ) -> None:
        actor = await open_answer(interaction)
        settings = self._bot.app.publishing.settings
        known = (await settings.get_targets(actor)).find(Platform(platform), account or "")
        target = PublishTarget(
            platform=Platform(platform),
            account_id=account or "",
            privacy=Privacy(privacy),
            tags=clean_tags((tags or "").split(",")),
            choices=known.choices,
        )
        kept = await settings.set_target(actor, target)
        await self._bot.app.cards.laying.lay_waiting(actor)
        await tell(interaction, list_lines(kept))

    @app_commands.command(name="remove", description="Let approved clips go to an account no more")
    @app_commands.describe(platform="where it is", account=_ACCOUNT)
    @app_commands.choices(platform=PLATFORMS)
    @app_commands.autocomplete(account=complete_place)
    async def remove(
        self,
        interaction: discord.Interaction[Any],
        platform: str,
        account: app_commands.Range[str, 1, 64] | None = None,
    ) -> None:
        actor = await open_answer(interaction)
        kept = await self._bot.app.publishing.settings.remove_target(
            actor, Platform(platform), account or ""
        )
        await self._bot.app.cards.laying.lay_waiting(actor)
        await tell(interaction, list_lines(kept))

    @app_commands.command(name="tiktok", description="Choose how clips are posted to TikTok")
    @app_commands.describe(account="which account, if there are several")
    @app_commands.autocomplete(account=complete_tiktok_account)
    async def tiktok(
        self,
        interaction: discord.Interaction[Any],
        account: app_commands.Range[str, 1, 64] | None = None,
    ) -> None:
        await show_form(interaction, TikTokForm(self._bot, account or ""))


class TikTokForm(ui.Modal, title="How clips are posted to TikTok"):
    """Asks what TikTok wants a person to say; nothing is chosen beforehand."""

    def __init__(self, bot: TrussBot, account_id: str) -> None:
        super().__init__(timeout=14 * 60)
        self._bot = bot
        self._account_id = account_id
        self.privacy: ui.Select[Any] = ui.Select(options=_TIKTOK_PRIVACIES)
        self.interactions: ui.Select[Any] = ui.Select(
            options=_INTERACTIONS, min_values=0, max_values=3, required=False
        )
        self.disclosures: ui.Select[Any] = ui.Select(
            options=_DISCLOSURES, min_values=0, max_values=2, required=False
        )
        for text, description, component in (
            ("Privacy", "who may see the posts", self.privacy),
            (
                "Interactions",
                "what people may do with them; nothing, unless chosen",
                self.interactions,
            ),
            ("Disclosure", "only if the clips are advertising", self.disclosures),
        ):
            self.add_item(ui.Label(text=text, description=description, component=component))

    async def on_submit(self, interaction: discord.Interaction[Any]) -> None:
        try:
            actor = await open_answer(interaction)
            settings = self._bot.app.publishing.settings
            known = await settings.get_targets(actor)
            chosen = self.read_choices(actor, interaction.created_at)
            target = known.find(Platform.TIKTOK, self._account_id)
            kept = await settings.choose_posting(actor, target, chosen)
            await tell(interaction, list_lines(kept))
        except Exception as error:  # noqa: BLE001 - the edge of the face: it becomes a sentence
            await answer(interaction, explain(error))

    def read_choices(self, actor: Actor, at: datetime) -> PostChoices:
        """Return what was chosen; InvalidInput where nobody said who may see the posts."""
        if not self.privacy.values:
            raise InvalidInput("Choose who may see the posts; type /where tiktok again.")
        return PostChoices(
            privacy=Privacy(self.privacy.values[0]),
            allows_comments="comments" in self.interactions.values,
            allows_duets="duets" in self.interactions.values,
            allows_stitches="stitches" in self.interactions.values,
            is_own_brand="own" in self.disclosures.values,
            is_paid="paid" in self.disclosures.values,
            chosen_by=actor.person_id,
            chosen_at=at,
        )


def list_lines(targets: PublishTargets) -> str:
    """Return a line for each account that clips go to, in at most 2,000 characters."""
    if not targets.targets:
        return "Approved clips go nowhere: choose a place with /where add."
    return fit_lines(["Approved clips go to:", *map(_describe, targets.targets)])


def _describe(target: PublishTarget) -> str:
    account = f" ({_name_account(target)})" if target.account_id else ""
    tags = f", with {' '.join('#' + escape(tag) for tag in target.tags)}" if target.tags else ""
    return f"- {target.platform.label}{account}: {_describe_posting(target)}{tags}"


def _name_account(target: PublishTarget) -> str:
    """Return an account as people know it: a channel as one to open."""
    is_channel = target.platform is Platform.DISCORD and target.account_id.isdecimal()
    return f"<#{target.account_id}>" if is_channel else escape(target.account_id)


def _describe_posting(target: PublishTarget) -> str:
    if target.platform is Platform.TIKTOK:
        if target.choices is None:
            return "into the inbox of the app; /where tiktok chooses how to post"
        return f"posted for {target.choices.privacy.value}"
    return target.privacy.value


async def setup(bot: TrussBot) -> None:
    await bot.add_cog(Targets(bot))
