"""Setup: the one command that a server needs, by its options or by a form."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import discord
from discord import app_commands, ui
from discord.ext import commands

from cogs.checkup_lines import describe_checkup
from cogs.discord.answers import answer, explain
from cogs.discord.card.form import LAYOUTS
from cogs.discord.card.habits import change_habits
from cogs.discord.checklist import describe_checklist, read_connected
from cogs.discord.people import describe_caller, enter_as_team
from cogs.discord.team.changing import BOTH_SAID, change_team, offer_removal
from cogs.discord.team.deleting import offer_deletion
from cogs.discord.team.lines import NOBODY_ROLE
from cogs.discord.telling import show_form, tell
from cogs.discord.texts.languages import find_say
from cogs.markdown import escape, name_people
from core.domain.clips.edit_plan import Layout
from core.domain.people.actor import Actor, Role
from core.domain.people.card_habits import PING_MINUTES_MAX, HabitsWish
from core.domain.people.guild import APPROVALS_MAX, GuildBinding
from core.domain.people.member import GuildPerson
from core.errors import InvalidInput, TrussError
from core.services.review.card_laying import COUNTED_MAX

if TYPE_CHECKING:
    from cogs.discord_bot import TrussBot

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
AS_IT_IS: Final = "as it is"
AUTOMATIC: Final = "automatic"
TEAM_ROLES: Final = [
    app_commands.Choice(name=name, value=name)
    for name in (Role.OWNER.value, Role.EDITOR.value, Role.MODERATOR.value, NOBODY_ROLE)
]
_LAYOUTS: Final = [
    discord.SelectOption(label="As it is", value=AS_IT_IS, default=True),
    discord.SelectOption(label="Truss chooses for each clip", value=AUTOMATIC),
    *(discord.SelectOption(label=each.name.capitalize(), value=each.value) for each in LAYOUTS),
]


@app_commands.guild_only()
@app_commands.default_permissions(manage_guild=True)
class Setup(
    commands.GroupCog, group_name="setup", group_description="Where clips are laid before whom"
):
    """Binds a server to its creator."""

    def __init__(self, bot: TrussBot) -> None:
        self._bot = bot

    @app_commands.command(description="Say where cards go and who decides; alone, a form asks")
    @app_commands.describe(
        review_channel="where the cards of new clips go",
        moderator_role="who may approve and reject them",
        approvals="how many of them it takes to approve a clip",
    )
    async def here(
        self,
        interaction: discord.Interaction[Any],
        review_channel: discord.TextChannel | None = None,
        moderator_role: discord.Role | None = None,
        approvals: app_commands.Range[int, 1, APPROVALS_MAX] | None = None,
    ) -> None:
        if review_channel is None or moderator_role is None:
            person = describe_caller(interaction)
            now = await self._find_binding(person)
            await show_form(interaction, SetupForm(self._bot, now, approvals=approvals))
            return
        await interaction.response.defer(ephemeral=True)
        wish = SetupWish(
            channel_id=review_channel.id, role_id=moderator_role.id, approvals=approvals
        )
        await carry_out(self._bot, interaction, wish)

    @app_commands.command(description="Show what is connected, and what comes next")
    async def show(self, interaction: discord.Interaction[Any]) -> None:
        await interaction.response.defer(ephemeral=True)
        actor = await enter_as_team(interaction)
        await tell(interaction, await _list_next(self._bot, actor, str(interaction.guild_id)))

    @app_commands.command(description="Let cards go to another channel; all else stays as it is")
    @app_commands.describe(review_channel="where the cards of new clips go from now on")
    async def move(
        self, interaction: discord.Interaction[Any], review_channel: discord.TextChannel
    ) -> None:
        await interaction.response.defer(ephemeral=True)
        membership = self._bot.app.people.membership
        known = await membership.move_cards(
            describe_caller(interaction), review_channel_id=str(review_channel.id)
        )
        wish = SetupWish(channel_id=review_channel.id, role_id=int(known.moderator_role_id))
        await carry_out(self._bot, interaction, wish)

    @app_commands.command(description="Take Truss out of this server; a button asks once more")
    @app_commands.describe(everything="delete the creator with all that is theirs, for good")
    async def remove(
        self, interaction: discord.Interaction[Any], *, everything: bool = False
    ) -> None:
        await interaction.response.defer(ephemeral=True)
        offer = offer_deletion if everything else offer_removal
        await offer(self._bot, interaction)

    @app_commands.command(description="Show who is in the team, or give somebody a role in it")
    @app_commands.describe(
        person="somebody of this server",
        role="a Discord role: whoever has it is in the team",
        become="what they are from now on",
    )
    @app_commands.choices(become=TEAM_ROLES)
    async def team(
        self,
        interaction: discord.Interaction[Any],
        person: discord.User | None = None,
        role: discord.Role | None = None,
        become: str | None = None,
    ) -> None:
        await interaction.response.defer(ephemeral=True)
        if person is not None and role is not None:
            raise InvalidInput(BOTH_SAID)
        is_nobody = become == NOBODY_ROLE
        given = Role(become) if become and not is_nobody else None
        await change_team(self._bot, interaction, person or role, given, is_nobody=is_nobody)

    @app_commands.command(description="Show how this server wants its cards, or change it")
    @app_commands.describe(
        thumbs="whether 👍 and 👎 decide as ✅ and ❌ do",
        ping="ping the moderators' role at most every so many minutes that cards wait; 0 never",
        digest="whether cards go into a thread, and one message says how many wait",
        quiet="hours in which nobody is pinged, as in 22-7; none",
    )
    async def cards(
        self,
        interaction: discord.Interaction[Any],
        *,
        thumbs: bool | None = None,
        ping: app_commands.Range[int, 0, PING_MINUTES_MAX] | None = None,
        digest: bool | None = None,
        quiet: app_commands.Range[str, 1, 20] | None = None,
    ) -> None:
        await interaction.response.defer(ephemeral=True)
        wish = HabitsWish(counts_thumbs=thumbs, ping_minutes=ping, has_digest=digest, quiet=quiet)
        await change_habits(self._bot, interaction, wish)

    async def _find_binding(self, person: GuildPerson) -> GuildBinding | None:
        """Return how the server is set up now, to whoever may change that."""
        if not person.may_manage:
            return None
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                return await self._bot.app.people.membership.get_binding(person.guild_id)
        except (TrussError, TimeoutError):
            return None


@dataclass(frozen=True, slots=True, kw_only=True)
class SetupWish:
    """What a server is to be like; None and an empty text leave things as they are."""

    channel_id: int
    role_id: int
    approvals: int | None = None
    twitch_channel: str = ""
    layout: str = AS_IT_IS


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
        self.twitch: ui.TextInput[Any] = ui.TextInput(required=False, max_length=100)
        self.layout: ui.Select[Any] = ui.Select(options=_LAYOUTS)
        for text, description, component in (
            ("Review channel", "where the cards of new clips go", self.channel),
            ("Moderator role", "who may approve and reject them", self.role),
            ("Approvals", "how many of them it takes to approve a clip", self.approvals),
            ("Twitch channel", "whose chat is listened to; more with /stream connect", self.twitch),
            ("Layout", "how a picture fills the upright frame", self.layout),
        ):
            self.add_item(ui.Label(text=text, description=description, component=component))

    async def on_submit(self, interaction: discord.Interaction[Any]) -> None:
        try:
            await interaction.response.defer(ephemeral=True)
            await carry_out(self._bot, interaction, self.read_wish())
        except Exception as error:  # noqa: BLE001 - the edge of the face: it becomes a sentence
            await answer(interaction, explain(error))

    def read_wish(self) -> SetupWish:
        """Return what was chosen; InvalidInput where channel or role were not."""
        if not self.channel.values or not self.role.values:
            raise InvalidInput("Choose a review channel and a moderator role: /setup here.")
        return SetupWish(
            channel_id=self.channel.values[0].id,
            role_id=self.role.values[0].id,
            approvals=int(next(iter(self.approvals.values), 0)) or None,
            twitch_channel=self.twitch.value,
            layout=next(iter(self.layout.values), AS_IT_IS),
        )


def _choose_channel(channel_id: str) -> Chosen:
    return Chosen(id=int(channel_id), type=discord.SelectDefaultValueType.channel)


def _choose_role(role_id: str) -> Chosen:
    return Chosen(id=int(role_id), type=discord.SelectDefaultValueType.role)


async def carry_out(bot: TrussBot, interaction: discord.Interaction[Any], wish: SetupWish) -> None:
    """Set the caller's server up and say what follows; the answer was deferred before."""
    person = describe_caller(interaction)
    binding = await bot.app.people.membership.bind_guild(
        person,
        review_channel_id=str(wish.channel_id),
        moderator_role_id=str(wish.role_id),
        approvals_needed=wish.approvals,
    )
    several = f", with {binding.approvals_needed} approvals" if binding.approvals_needed > 1 else ""
    sentences = [f"Cards go to <#{wish.channel_id}>, and <@&{wish.role_id}> decides{several}."]
    actor = await bot.app.people.membership.act_in_guild(person)
    waiting = await bot.app.cards.laying.lay_waiting(actor)
    if waiting:
        many = f"more than {COUNTED_MAX}" if waiting > COUNTED_MAX else str(waiting)
        sentences.append(f"Clips that wait for a decision: {many}; their cards follow.")
    sentences += [sentence async for sentence in _set_more(bot, actor, wish)]
    missing = list_missing(interaction.guild, wish.channel_id)
    if missing:
        sentences.append(f"There Truss still needs these rights: {', '.join(missing)}.")
    following = await _list_next(bot, actor, person.guild_id)
    # Each by itself: what a platform said of one of them leaves the others in somebody's language.
    say = await find_say(interaction)
    await tell(interaction, f"{' '.join(map(say, sentences))}\n\n{following}")


async def _list_next(bot: TrussBot, actor: Actor, guild_id: str) -> str:
    """Return the checklist of a server."""
    binding = await bot.app.people.membership.get_binding(guild_id)
    listed = describe_checklist(binding, await read_connected(bot, actor))
    if not bot.app.people.membership.is_operator(actor):
        return listed
    return "\n".join([listed, *describe_checkup(bot.app.work.checkup.last)])


async def _set_more(bot: TrussBot, actor: Actor, wish: SetupWish) -> AsyncIterator[str]:
    """Set what is not the server's but its creator's; what cannot be done stops nothing else."""
    try:
        if wish.layout != AS_IT_IS:
            await bot.app.clips.framing.set_layout(actor, _read_layout(wish.layout))
            yield "New clips have that layout."
        if wish.twitch_channel.strip():
            bound = await bot.app.streams.connections.connect_channel(actor, wish.twitch_channel)
            yield f"The chat of {escape(bound.login)} is listened to."
    except TrussError as error:
        yield name_people(str(error))


def _read_layout(text: str) -> Layout | None:
    return None if text == AUTOMATIC else Layout(text)


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
