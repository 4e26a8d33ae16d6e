"""Tasks: what there is to do, with a button that does it, one that waits and one that drops it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final

import discord
from discord import app_commands, ui
from discord.ext import commands

from cogs.discord.answers import NOBODY, answer, explain
from cogs.discord.people import describe_caller, enter_as_team
from cogs.discord.texts.languages import find_language, find_say
from cogs.markdown import escape
from cogs.texts.sentences import translate
from core.domain.learning.task import Task, TaskAction, TaskId
from core.domain.learning.telling.tones import Occasion, remark

if TYPE_CHECKING:
    from cogs.discord_bot import TrussBot

SHOWN_MAX: Final = 5
DETAIL_LENGTH_MAX: Final = 300


class Pressed(StrEnum):
    """What a button does with a task."""

    DO = "do"
    SNOOZE = "snooze"
    DISMISS = "dismiss"


_OCCASIONS: Final = {
    Pressed.DO: Occasion.DONE,
    Pressed.SNOOZE: Occasion.SNOOZED,
    Pressed.DISMISS: Occasion.DISMISSED,
}
_TEMPLATE: Final = rf"task:(?P<pressed>{'|'.join(Pressed)}):(?P<task_id>[0-9A-HJKMNP-TV-Z]{{26}})"


class TaskButton(ui.DynamicItem[ui.Button[Any]], template=_TEMPLATE):
    """A button of a task; it also works after a restart."""

    def __init__(self, button: ui.Button[Any], pressed: Pressed, task_id: TaskId) -> None:
        super().__init__(button)
        self.pressed = pressed
        self.task_id = task_id

    @classmethod
    async def from_custom_id(
        cls, _interaction: discord.Interaction[Any], item: ui.Item[Any], match: re.Match[str]
    ) -> TaskButton:
        assert isinstance(item, ui.Button)  # noqa: S101 - only buttons carry such an id
        return cls(item, Pressed(match["pressed"]), TaskId(match["task_id"]))

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        bot: TrussBot = interaction.client
        try:
            await interaction.response.defer(ephemeral=True)
            actor = await bot.app.people.membership.act_in_guild(describe_caller(interaction))
            tasks = bot.app.insights.tasks
            act = {
                Pressed.DO: tasks.do,
                Pressed.SNOOZE: tasks.snooze,
                Pressed.DISMISS: tasks.dismiss,
            }[self.pressed]
            task = await act(actor, self.task_id)
            if self.pressed is Pressed.DO and task.action is TaskAction.CHANGE_SLOTS:
                await bot.app.cards.laying.lay_waiting(actor)
            wants = await bot.app.insights.wants.read(actor)
            said = remark(wants.tone, _OCCASIONS[self.pressed])
            say = await find_say(interaction)
            title, said, outcome = map(say, (task.title, said, task.outcome))
            text = "\n".join(filter(None, (f"**{escape(title)}**", said, outcome)))
            await answer(interaction, text)
        except Exception as error:  # noqa: BLE001 - the edge of the face: it is told as a sentence
            await answer(interaction, explain(error))


class Tasks(commands.Cog):
    """Replies privately to the caller."""

    def __init__(self, bot: TrussBot) -> None:
        self._bot = bot

    @app_commands.command(description="Show what to do next, with buttons that do it")
    @app_commands.guild_only()
    async def tasks(self, interaction: discord.Interaction[Any]) -> None:
        await interaction.response.defer(ephemeral=True)
        insights = self._bot.app.insights
        actor = await enter_as_team(interaction)
        tasks = await insights.tasks.list_open(actor)
        wants = await insights.wants.read(actor)
        said = remark(wants.tone, Occasion.TASKS if tasks else Occasion.NO_TASKS)
        await interaction.followup.send(
            view=make_task_view(tasks, said, await find_language(interaction)),
            ephemeral=True,
            allowed_mentions=NOBODY,
        )


def make_task_view(tasks: Sequence[Task], said: str, language: str = "en") -> ui.LayoutView:
    """Return a box for each of the first tasks, with its buttons."""
    view = ui.LayoutView(timeout=None)
    more, said = len(tasks) - SHOWN_MAX, translate(said, language)
    rest = translate(f"And {more} more.", language)
    view.add_item(ui.TextDisplay(f"{said}\n-# {rest}" if more > 0 else said))
    for task in tasks[:SHOWN_MAX]:
        box: ui.Container[Any] = ui.Container()
        title, detail = translate(task.title, language), translate(task.detail, language)
        shown = f"**{escape(title)}**\n{escape(detail[:DETAIL_LENGTH_MAX])}"
        box.add_item(ui.TextDisplay(shown.strip()))
        box.add_item(ui.ActionRow(*_make_buttons(task, language)))
        view.add_item(box)
    return view


def _make_buttons(task: Task, language: str) -> list[ui.Button[Any]]:
    green, grey = discord.ButtonStyle.success, discord.ButtonStyle.secondary
    buttons = [(Pressed.DO, "Do it" if task.action else "Mark as done", green)]
    if task.about:
        buttons.append((Pressed.SNOOZE, "In a week", grey))
    buttons.append((Pressed.DISMISS, "Dismiss", grey))
    return [
        ui.Button(
            label=translate(label, language), style=style, custom_id=f"task:{pressed}:{task.id}"
        )
        for pressed, label, style in buttons
    ]


async def setup(bot: TrussBot) -> None:
    bot.add_dynamic_items(TaskButton)
    await bot.add_cog(Tasks(bot))
