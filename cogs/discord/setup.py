"""Setup: the one command that a server needs, by its options or by a form."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, Final

import discord
from discord import app_commands, ui
from discord.ext import commands

from cogs.discord.answers import NOBODY, answer, explain
from cogs.discord.people import describe_caller
from core.domain.guild import APPROVALS_MAX, GuildBinding
from core.domain.member import GuildPerson
from core.errors import TrussError

if TYPE_CHECKING:
    from bot.discord_client import TrussBot

NEEDED: Final = discord.Permissions(
    view_channel=True,
    send_messages=True,
    attach_files=True,
    add_reactions=True,
    read_message_history=True,
)
# A form must come within three seconds; without what is set up now it comes all the same.
PATIENCE_SECONDS: Final = 1.5
_CHOSEN_MAX: Final = 5


class Setup(commands.Cog):
    """Binds a server to its creator."""

    def __init__(self, bot: TrussBot) -> None:
        self._bot = bot

    @app_commands.command(description="Say where clips are laid before whom")
    @app_commands.describe(
        review_channel="where the cards of new clips go",
        moderator_role="who may approve and reject them",
        approvals="how many of them it takes to approve a clip",
    )
    @app_commands.guild_only()
    @app_commands.default_permissions(manage_guild=True)
    async def setup(
        self,
        interaction: discord.Interaction[Any],
        review_channel: discord.TextChannel | None = None,
        moderator_role: discord.Role | None = None,
        approvals: app_commands.Range[int, 1, APPROVALS_MAX] | None = None,
    ) -> None:
        if review_channel is None or moderator_role is None:
            person = describe_caller(interaction)
            now = await self._find_binding(person)
            await interaction.response.send_modal(SetupForm(self._bot, now, approvals=approvals))
            return
        await interaction.response.defer(ephemeral=True)
        await bind(self._bot, interaction, review_channel, moderator_role, approvals)

    async def _find_binding(self, person: GuildPerson) -> GuildBinding | None:
        """Return how the server is set up now, to whoever may change that."""
        if not person.may_manage:
            return None
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                return await self._bot.app.membership.get_binding(person.guild_id)
        except (TrussError, TimeoutError):
            return None


class Chosen(discord.SelectDefaultValue):
    """What a select shows as chosen; its id goes out as text, which is how Discord writes ids."""

    def to_dict(self) -> Any:
        return {**super().to_dict(), "id": str(self.id)}


class SetupForm(ui.Modal, title="Set Truss up in this server"):
    """Asks for what the options would say."""

    def __init__(
        self, bot: TrussBot, now: GuildBinding | None, *, approvals: int | None = None
    ) -> None:
        super().__init__(timeout=14 * 60)
        self._bot = bot
        usual = now.approvals_needed if now else 1
        chosen = approvals if approvals in range(1, APPROVALS_MAX + 1) else usual
        self.channel: ui.ChannelSelect[Any] = ui.ChannelSelect(
            channel_types=[discord.ChannelType.text],
            default_values=[_choose_channel(now.review_channel_id)] if now else [],
        )
        self.role: ui.RoleSelect[Any] = ui.RoleSelect(
            default_values=[_choose_role(now.moderator_role_id)] if now else []
        )
        self.approvals: ui.Select[Any] = ui.Select(
            options=[
                discord.SelectOption(label=str(count), default=count == chosen)
                for count in sorted({*range(1, _CHOSEN_MAX + 1), chosen})
            ]
        )
        self.add_item(
            ui.Label(
                text="Review channel",
                description="where the cards of new clips go",
                component=self.channel,
            )
        )
        self.add_item(
            ui.Label(
                text="Moderator role",
                description="who may approve and reject them",
                component=self.role,
            )
        )
        self.add_item(
            ui.Label(
                text="Approvals",
                description="how many of them it takes to approve a clip",
                component=self.approvals,
            )
        )

    async def on_submit(self, interaction: discord.Interaction[Any]) -> None:
        try:
            await interaction.response.defer(ephemeral=True)
            await bind(
                self._bot,
                interaction,
                self.channel.values[0],
                self.role.values[0],
                int(self.approvals.values[0]),
            )
        except Exception as error:  # noqa: BLE001 - the edge of the face: it becomes a sentence
            await answer(interaction, explain(error))


def _choose_channel(channel_id: str) -> Chosen:
    return Chosen(id=int(channel_id), type=discord.SelectDefaultValueType.channel)


def _choose_role(role_id: str) -> Chosen:
    return Chosen(id=int(role_id), type=discord.SelectDefaultValueType.role)


async def bind(
    bot: TrussBot,
    interaction: discord.Interaction[Any],
    review_channel: discord.TextChannel | Any,
    moderator_role: discord.Role,
    approvals: int | None,
) -> None:
    """Set the caller's server up and say what follows; the answer was deferred before."""
    app, person = bot.app, describe_caller(interaction)
    binding = await app.membership.bind_guild(
        person,
        review_channel_id=str(review_channel.id),
        moderator_role_id=str(moderator_role.id),
        approvals_needed=approvals,
    )
    text = f"Cards go to <#{review_channel.id}>, and {moderator_role.mention} decides"
    text += f", with {binding.approvals_needed} approvals." if binding.approvals_needed > 1 else "."
    waiting = await app.carding.post_waiting(await app.membership.act_in_guild(person))
    if waiting:
        text += f" Clips that wait for a decision: {waiting}; their cards follow."
    missing = list_missing(interaction.guild, review_channel.id)
    if missing:
        text += f" There Truss still needs these rights: {', '.join(missing)}."
    await interaction.followup.send(text, ephemeral=True, allowed_mentions=NOBODY)


def list_missing(guild: discord.Guild | None, channel_id: int) -> list[str]:
    """Return the rights that the bot lacks in a channel, as Discord's settings name them."""
    channel = guild.get_channel(channel_id) if guild else None
    if guild is None or channel is None:
        return []
    allowed = channel.permissions_for(guild.me)
    return [
        name.replace("_", " ")
        for name, is_needed in NEEDED
        if is_needed and not getattr(allowed, name)
    ]


async def setup(bot: TrussBot) -> None:
    await bot.add_cog(Setup(bot))
