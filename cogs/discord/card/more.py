"""More: what is done with a clip less often than deciding on it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import discord
from discord import ui

from cogs.discord.answers import NOBODY, answer, explain
from cogs.discord.people import describe_caller
from cogs.discord.publishing import describe_sent
from cogs.discord.texts.languages import find_say
from cogs.texts.sentences import Say
from core.domain.publishing.publish_target import PublishTarget
from core.domain.review.review_card import Verdict

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.discord_client import TrussBot
    from core.services.review.decisions import Shown

# An interaction's token expires after 15 minutes.
OFFER_SECONDS: Final = 14 * 60.0
_PLACES_MAX: Final = 25


class More(ui.View):
    """Put first, publish now to the usual places, or to some of them alone."""

    def __init__(
        self, bot: TrussBot, shown: Shown, targets: Sequence[PublishTarget], say: Say = str
    ) -> None:
        super().__init__(timeout=OFFER_SECONDS)
        self.put_first.label, self.publish_now.label = say("Put first"), say("Publish now")
        self._bot = bot
        self._shown = shown
        self._targets = tuple(targets)[:_PLACES_MAX]
        if len(self._targets) > 1:
            self.add_item(_Places(self._targets, say))

    @ui.button(label="Put first", style=discord.ButtonStyle.secondary)
    async def put_first(
        self, interaction: discord.Interaction[Any], _button: ui.Button[More]
    ) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        await self._bot.app.review.decisions.decide(
            describe_caller(interaction), self._shown.card.message_id, Verdict.LIFT
        )
        await answer(interaction, "It comes before others now.")

    @ui.button(label="Publish now", style=discord.ButtonStyle.primary)
    async def publish_now(
        self, interaction: discord.Interaction[Any], _button: ui.Button[More]
    ) -> None:
        await self.publish(interaction, None)

    async def publish(
        self, interaction: discord.Interaction[Any], targets: list[PublishTarget] | None
    ) -> None:
        """Publish the cut that the card shows; one that has changed since is not sent out."""
        await interaction.response.defer(ephemeral=True, thinking=True)
        decisions = self._bot.app.review.decisions
        shown = await decisions.look_at(describe_caller(interaction), self._shown.card.message_id)
        sent = await self._bot.app.publishing.scheduling.publish_clip(
            shown.actor, shown.clip.id, targets
        )
        await answer(interaction, describe_sent(shown.clip, sent, await find_say(interaction)))

    async def on_error(
        self, interaction: discord.Interaction[Any], error: Exception, _item: ui.Item[Any]
    ) -> None:
        await answer(interaction, explain(error))


class _Places(ui.Select[More]):
    """The places to choose from."""

    def __init__(self, targets: Sequence[PublishTarget], say: Say) -> None:
        options = [
            discord.SelectOption(label=_name(target, say), value=str(number))
            for number, target in enumerate(targets)
        ]
        super().__init__(
            placeholder=say("Publish now to some places alone"),
            options=options,
            min_values=1,
            max_values=len(options),
        )
        self._targets = targets

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        assert self.view is not None  # noqa: S101 - it is only ever part of one
        await self.view.publish(interaction, [self._targets[int(v)] for v in self.values])


def _name(target: PublishTarget, say: Say) -> str:
    account = f" ({target.account_id})" if target.account_id else ""
    return f"{say(target.platform.label)}{account}"[:100]


async def offer_more(bot: TrussBot, interaction: discord.Interaction[Any], shown: Shown) -> None:
    """Show what else can be done with the clip of a card; it was deferred before."""
    shown.actor.require_reviewer()
    targets = await bot.app.publishing.settings.get_targets(shown.actor)
    say = await find_say(interaction)
    await interaction.followup.send(
        say("What else is to be done with this clip?"),
        view=More(bot, shown, targets.targets, say),
        ephemeral=True,
        allowed_mentions=NOBODY,
    )
