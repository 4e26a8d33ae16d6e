"""The progress card: how a job stands, as a message with the buttons that apply now."""

from __future__ import annotations

from typing import Any, Final

import discord
from discord import ui

from cogs.markdown import escape
from cogs.progress import Progress, Tone, translate_progress
from cogs.texts.sentences import Say
from core.domain.work.ids import JobId

_COLOURS: Final = {
    Tone.WORKING: discord.Colour.blurple(),
    Tone.DONE: discord.Colour.green(),
    Tone.FAILED: discord.Colour.orange(),
    Tone.CANCELLED: discord.Colour.light_grey(),
}
_CELLS: Final = 16
BUTTON_TEMPLATE: Final = (
    r"job:(?P<act>cancel|retry):(?P<job_id>[0-9A-HJKMNP-TV-Z]{26}):"
    r"(?P<first_id>[0-9A-HJKMNP-TV-Z]{26})"
)


def make_progress_card(
    progress: Progress, *, job_id: JobId, first_id: JobId, note: str = "", say: Say = str
) -> ui.LayoutView:
    """Return the message.

    Args:
        progress: what to show.
        job_id: the job that the buttons act on.
        first_id: the job that the work began with, and that updates are kept under.
        note: a sentence of ours to put below it.
        say: puts our sentences into somebody's language.
    """
    box: ui.Container[Any] = ui.Container(accent_colour=_COLOURS[progress.tone])
    told = _write(translate_progress(progress, say), say)
    box.add_item(ui.TextDisplay(f"### {escape(progress.title)}\n{told}"))
    if note:
        box.add_item(ui.TextDisplay(f"-# {say(note)}"))
    buttons = list(_make_buttons(progress, job_id, first_id, say))
    if buttons:
        box.add_item(ui.ActionRow(*buttons))
    view = ui.LayoutView(timeout=None)
    view.add_item(box)
    return view


def _write(progress: Progress, say: Say) -> str:
    lines = [f"**{escape(progress.headline)}**"]
    if progress.percent is not None and progress.tone is Tone.WORKING:
        full = round(_CELLS * progress.percent / 100)
        lines.append(f"{'▰' * full}{'▱' * (_CELLS - full)} {progress.percent} %")
    if progress.sentence:
        lines.append(escape(progress.sentence))
    if progress.again_at is not None:
        lines.append(say(f"Next try <t:{int(progress.again_at.timestamp())}:R>"))
    return "\n".join(lines)


def _make_buttons(
    progress: Progress, job_id: JobId, first_id: JobId, say: Say
) -> list[ui.Button[Any]]:
    offered = []
    if progress.may_retry:
        offered.append(("retry", "Try again", discord.ButtonStyle.primary))
    if progress.may_cancel:
        offered.append(("cancel", "Call off", discord.ButtonStyle.secondary))
    return [
        ui.Button(label=say(label), style=style, custom_id=f"job:{act}:{job_id}:{first_id}")
        for act, label, style in offered
    ]
