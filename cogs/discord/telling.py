"""Telling: finished English texts, buttons and forms, sent in the language of whoever acts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import discord
from discord import ui

from cogs.command_mentions import mention_commands
from cogs.discord.answers import NOBODY
from cogs.discord.texts.fitting import fit_lines
from cogs.discord.texts.languages import find_say
from cogs.texts.sentences import Say

_LABEL_LENGTH_MAX: Final = 80
_FORM_LABEL_LENGTH_MAX: Final = 45
_DESCRIPTION_LENGTH_MAX: Final = 100


async def tell(
    interaction: discord.Interaction[Any],
    text: str,
    *,
    view: ui.View | None = None,
    files: Sequence[discord.File] = (),
) -> None:
    """Reply privately, line by line in the caller's language; the answer was deferred before.

    A title within a line stays as it is: lines are looked up whole, with a gap for it.
    """
    say = await find_say(interaction)
    ids = getattr(interaction.client, "app_command_ids", {})
    if view is not None:
        translate_view(view, say)
    await interaction.followup.send(
        fit_lines(mention_commands(say(text), ids).split("\n"), say=say),
        view=discord.utils.MISSING if view is None else view,
        files=list(files),
        ephemeral=True,
        allowed_mentions=NOBODY,
    )


async def show_form(
    interaction: discord.Interaction[Any], form: ui.Modal, say: Say | None = None
) -> None:
    """Open a form in the caller's language; what stands in its fields stays as it is.

    A form is the first answer, for which Discord waits three seconds: who has more to read first
    looks the language up meanwhile, and gives it as `say`.
    """
    say = say or await find_say(interaction)
    form.title = say(form.title)[:_FORM_LABEL_LENGTH_MAX]
    translate_view(form, say)
    await interaction.response.send_modal(form)


def translate_view(view: ui.View | ui.LayoutView | ui.Modal, say: Say) -> None:
    """Put what buttons, labels and choices say into a language."""
    for item in view.walk_children():
        match item:
            case ui.Button(label=str(label)):
                item.label = say(label)[:_LABEL_LENGTH_MAX]
            case ui.Label(text=text, description=description):
                item.text = say(text)[:_FORM_LABEL_LENGTH_MAX]
                if description:
                    item.description = say(description)[:_DESCRIPTION_LENGTH_MAX]
            case ui.Select(options=options):
                item.options = [_translate_option(option, say) for option in options]
            case _:
                pass


def _translate_option(option: discord.SelectOption, say: Say) -> discord.SelectOption:
    return discord.SelectOption(
        label=say(option.label)[:_DESCRIPTION_LENGTH_MAX],
        value=option.value,
        description=option.description,
        emoji=option.emoji,
        default=option.default,
    )
