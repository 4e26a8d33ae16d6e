"""Changing a team: what `/setup team` and `/setup remove` do, and what they say."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import discord

from cogs.discord.answers import answer
from cogs.discord.people import describe_caller
from cogs.discord.team.confirming import confirm
from cogs.discord.team.lines import describe_change, describe_team
from core.domain.people.actor import Role
from core.errors import Forbidden, InvalidInput

if TYPE_CHECKING:
    from cogs.discord_bot import TrussBot

NOTHING_SAID: Final = "Say who it is about: a person, or a role of this server."
NO_ROLE_SAID: Final = "Say what they are from now on: owner, editor, moderator or nobody."
BOTH_SAID: Final = "Choose a person or a role, one at a time."
NO_BOTS: Final = "A bot cannot be in the team; choose a person."
_HAND_OVER: Final = (
    "<@{user_id}> would own all of this: clips, accounts, settings and servers. You would be an "
    "editor, and only they could give it back. Is that what you want?"
)
_REMOVE: Final = (
    "Truss would post no more cards in this server, and nobody could decide here. Clips, accounts "
    "and settings stay, and what is scheduled goes out; /setup here begins again. Is that what you "
    "want?"
)


async def change_team(
    bot: TrussBot,
    interaction: discord.Interaction[Any],
    who: discord.User | discord.Member | discord.Role | None,
    become: Role | None,
    *,
    is_nobody: bool,
) -> None:
    """Show the team, or change it; the answer was deferred before."""
    check_wish(who, says_role=become is not None or is_nobody)
    team, person = bot.app.people.team, describe_caller(interaction)
    if who is None:
        await answer(interaction, describe_team(await team.read_team(person)))
        return
    if isinstance(who, discord.Role):
        now = await team.set_role(person, str(who.id), become)
    elif become is Role.OWNER:
        await _offer_hand_over(bot, interaction, str(who.id))
        return
    else:
        now = await team.set_person(person, str(who.id), become)
    told = describe_change(who.mention, become)
    await answer(interaction, f"{told}\n{describe_team(now)}")


def check_wish(
    who: discord.User | discord.Member | discord.Role | None, *, says_role: bool
) -> None:
    """Raise InvalidInput for half a command, and for a bot; one without options shows the team."""
    if who is None and says_role:
        raise InvalidInput(NOTHING_SAID)
    if who is not None and not says_role:
        raise InvalidInput(NO_ROLE_SAID)
    if isinstance(who, discord.User | discord.Member) and who.bot:
        raise InvalidInput(NO_BOTS)


async def _offer_hand_over(
    bot: TrussBot, interaction: discord.Interaction[Any], user_id: str
) -> None:
    team, person = bot.app.people.team, describe_caller(interaction)
    await team.require_owner(person)
    if user_id == person.user_id:
        raise InvalidInput("You are the owner already.")

    async def hand_over(pressed: discord.Interaction[Any]) -> str:
        now = await team.hand_over(describe_caller(pressed), user_id)
        return f"<@{user_id}> is the owner now.\n{describe_team(now)}"

    question = _HAND_OVER.format(user_id=user_id)
    await confirm(interaction, question, hand_over, label="Hand over")


async def offer_removal(bot: TrussBot, interaction: discord.Interaction[Any]) -> None:
    """Ask whether this server is really to be forgotten; the answer was deferred before."""
    membership, person = bot.app.people.membership, describe_caller(interaction)
    _, actor = await membership.enter_guild(person)
    if not person.may_manage and actor.role is not Role.OWNER:
        raise Forbidden("Only the creator, or whoever may manage this server, can remove Truss.")

    async def remove(pressed: discord.Interaction[Any]) -> str:
        await membership.release_guild(describe_caller(pressed))
        return "Truss is no longer set up in this server."

    await confirm(interaction, _REMOVE, remove, label="Remove")
