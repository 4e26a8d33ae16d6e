"""Clip form: title, start, end and layout of a clip, asked for in one form or by options."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import discord
from discord import app_commands, ui

from cogs.discord.answers import NOBODY, answer, explain
from cogs.discord.people import enter_as_team
from cogs.discord.texts.languages import find_say
from cogs.markdown import escape
from cogs.texts.sentences import Say
from cogs.typed_times import read_time, write_time
from core.domain.clips.clip import Clip
from core.domain.clips.edit_plan import Layout
from core.domain.work.ids import ClipId
from core.domain.work.plain_text import format_offset
from core.services.review.clip_editing import EditWish

if TYPE_CHECKING:
    from bot.discord_client import TrussBot

FORM_SECONDS: Final = 14 * 60.0
LAYOUTS: Final = [
    app_commands.Choice(name="facecam above the picture", value=Layout.STACK.value),
    app_commands.Choice(name="follow what moves", value=Layout.FOLLOW.value),
    app_commands.Choice(name="whole picture on a blurred fill", value=Layout.FIT.value),
    app_commands.Choice(name="the middle of the picture", value=Layout.CENTRE.value),
]
AS_IT_IS: Final = "as it is"


class ClipForm(ui.Modal):
    """Asks for what is to change; the fields hold what is there now."""

    def __init__(self, bot: TrussBot, clip: Clip, say: Say = str) -> None:
        super().__init__(title=say("Edit the clip"), timeout=FORM_SECONDS)
        self._bot = bot
        self._seen = clip
        self.name: ui.TextInput[Any] = ui.TextInput(
            default=clip.title[:100], required=False, max_length=100
        )
        self.start: ui.TextInput[Any] = ui.TextInput(
            default=write_time(clip.start_seconds), required=False, max_length=20
        )
        self.end: ui.TextInput[Any] = ui.TextInput(
            default=write_time(clip.end_seconds), required=False, max_length=20
        )
        self.layout: ui.Select[Any] = ui.Select(options=_list_layouts(clip, say), required=False)
        for text, description, component in (
            ("Title", "as it is published", self.name),
            ("Start", "minutes and seconds into the video", self.start),
            ("End", "minutes and seconds into the video", self.end),
            ("Layout", "how the picture fills the upright frame", self.layout),
        ):
            self.add_item(
                ui.Label(text=say(text), description=say(description), component=component)
            )

    async def on_submit(self, interaction: discord.Interaction[Any]) -> None:
        try:
            await interaction.response.defer(ephemeral=True, thinking=True)
            layout = next(iter(self.layout.values), AS_IT_IS)
            wish = EditWish(
                title=_choose(self.name.value, self._seen.title[:100]),
                start_by_seconds=_step(self.start.value, self._seen.start_seconds),
                end_by_seconds=_step(self.end.value, self._seen.end_seconds),
                layout=None if layout == AS_IT_IS else Layout(layout),
            )
            await edit_clip(self._bot, interaction, self._seen, wish)
        except Exception as error:  # noqa: BLE001 - the edge of the face: it becomes a sentence
            await answer(interaction, explain(error))


async def edit_clip(
    bot: TrussBot, interaction: discord.Interaction[Any], seen: Clip, wish: EditWish
) -> None:
    """Change a clip as somebody wants it, and say what follows; the answer was deferred before."""
    actor = await enter_as_team(interaction)
    clip = await bot.app.review.editing.edit_clip(
        actor, ClipId(seen.id), wish, seen_version=seen.version
    )
    await interaction.followup.send(
        describe_edit(seen, clip, await find_say(interaction)),
        ephemeral=True,
        allowed_mentions=NOBODY,
    )


def describe_edit(before: Clip, after: Clip, say: Say = str) -> str:
    """Return what has changed, and whether a new card follows."""
    told = []
    if after.title != before.title:
        told.append(say(f"The clip is now called {escape(after.title)}."))
    if (after.start_seconds, after.end_seconds) != (before.start_seconds, before.end_seconds):
        window = f"{format_offset(after.start_seconds)} to {format_offset(after.end_seconds)}"
        told.append(say(f"The clip now runs from {window}; its new card follows."))
    elif after.status is not before.status:
        told.append(say("The clip is being made again; its new card follows."))
    return " ".join(told)


def _step(text: str, now: float) -> float:
    """Return by how much an edge moves; what was left as it was shown moves nothing."""
    if text.strip() in {"", write_time(now)}:
        return 0.0
    return round(read_time(text) - now, 3)


def _choose(text: str, now: str) -> str | None:
    return None if text.strip() in {"", now.strip()} else text


def _list_layouts(clip: Clip, say: Say) -> list[discord.SelectOption]:
    chosen = clip.layout.value if clip.layout else None
    named = [(say(each.name.capitalize()), each.value) for each in LAYOUTS if each.value != chosen]
    return [
        discord.SelectOption(label=say("As it is"), value=AS_IT_IS, default=True),
        *(discord.SelectOption(label=name, value=value) for name, value in named),
    ]
