"""Answer message: an answer in one message that grows, with its buttons under it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import discord
import structlog
from discord import ui

from cogs.asking_words import describe_basis, describe_taken_out
from cogs.discord.answers import NOBODY, UNREACHED, answer, describe_unreached, explain
from cogs.discord.pages import PAGES_SECONDS
from cogs.discord.people import enter_as_team
from cogs.discord.texts.fitting import MESSAGE_LENGTH_MAX
from cogs.discord.texts.languages import find_say
from cogs.markdown import escape
from cogs.plain_text import clean_text
from cogs.texts.sentences import Say
from core.domain.asking.answer import Answer, Proposal
from core.domain.asking.tool_result import Link
from core.ports.work import Clock

if TYPE_CHECKING:
    from cogs.discord_bot import TrussBot

EDIT_SECONDS: Final = 1.2
"""How long an answer rests between two edits; Discord takes five in five seconds."""
_LABEL_LENGTH_MAX: Final = 80
_QUESTION_LENGTH_MAX: Final = 200
_CUT: Final = "…"
_log = structlog.get_logger(__name__)


class AnswerMessage:
    """Edits the private answer as it grows, at most every 1.2 seconds."""

    def __init__(self, interaction: discord.Interaction[Any], clock: Clock) -> None:
        self._interaction = interaction
        self._clock = clock
        self._edited_at: float | None = None
        self.edits = 0

    async def show(self, text: str) -> None:
        """Show what is known so far; what Discord does not take comes with the next edit."""
        now = self._clock.steady_seconds()
        if self._edited_at is not None and now - self._edited_at < EDIT_SECONDS:
            return
        self._edited_at = now
        self.edits += 1
        try:
            await self._interaction.edit_original_response(
                content=cut(escape(text), MESSAGE_LENGTH_MAX), allowed_mentions=NOBODY
            )
        except UNREACHED as error:
            _log.warning("answer.not_shown", reason=describe_unreached(error))

    async def finish(self, text: str, view: ui.View) -> None:
        await self._interaction.edit_original_response(
            content=text, view=view, allowed_mentions=NOBODY
        )


class AnswerButtons(ui.View):
    """Shows the answer to the channel; a proposal is an ordinary command, pressed by a person."""

    def __init__(self, bot: TrussBot, question: str, told: Answer, text: str) -> None:
        super().__init__(timeout=PAGES_SECONDS)
        self._bot = bot
        self._question = question
        self._text = text
        for proposal in told.proposals:
            self.add_item(_ProposalButton(bot, proposal))
        self.add_item(_ShowButton(question, text))

    async def on_error(
        self,
        interaction: discord.Interaction[Any],
        error: Exception,
        _item: ui.Item[Any],
    ) -> None:
        await answer(interaction, explain(error))


class _ProposalButton(ui.Button[AnswerButtons]):
    def __init__(self, bot: TrussBot, proposal: Proposal) -> None:
        label = clean_text(proposal.name, _LABEL_LENGTH_MAX) or "Do it"
        super().__init__(label=label, style=discord.ButtonStyle.primary)
        self._bot = bot
        self._proposal = proposal

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Do it in the name of whoever presses, with the role they have now."""
        await interaction.response.defer(ephemeral=True, thinking=True)
        actor = await enter_as_team(interaction)
        done = await self._bot.app.asking.pressing.press(actor, self._proposal)
        say = await find_say(interaction)
        await answer(interaction, escape(say(done)))


class _ShowButton(ui.Button[AnswerButtons]):
    def __init__(self, question: str, text: str) -> None:
        super().__init__(label="Show to the channel", style=discord.ButtonStyle.secondary)
        self._question = question
        self._text = text

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        await enter_as_team(interaction)
        asked = escape(clean_text(self._question, _QUESTION_LENGTH_MAX))
        shown = cut(f"> {asked}\n{self._text}", MESSAGE_LENGTH_MAX)
        await interaction.response.send_message(shown, allowed_mentions=NOBODY)


def write_answer(told: Answer, *, page_url: str, say: Say = str) -> str:
    """Return an answer as one message: its text, its links, and what it rests on."""
    ends = [say(describe_taken_out(told)), _write_links(told.links, page_url)]
    foot = "\n".join([*(end for end in ends if end), f"-# {escape(describe_basis(told, say))}"])
    foot = cut(foot, 900)
    return f"{cut(escape(told.text), MESSAGE_LENGTH_MAX - len(foot) - 1)}\n{foot}"


def cut(text: str, length_max: int) -> str:
    """Return a text of at most so many characters, which never ends within an escape."""
    if len(text) <= length_max:
        return text
    kept = text[: length_max - len(_CUT)]
    return kept.rstrip("\\").rstrip() + _CUT


def _write_links(links: tuple[Link, ...], page_url: str) -> str:
    if not page_url:
        return ""
    address = page_url.rstrip("/")
    shown = [f"[{escape(link.label) or 'page'}](<{address}{link.path}>)" for link in links[:4]]
    return " · ".join(shown)
