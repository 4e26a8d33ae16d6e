"""Clip lines: clips as a list, and one clip as a private message."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import discord

from cogs.cards.card import make_card
from cogs.cards.message import make_layout
from cogs.discord.answers import NOBODY
from cogs.discord.autocomplete import NAME_LENGTH_MAX, name_clip
from cogs.discord.texts.languages import find_language
from cogs.markdown import escape
from cogs.texts.sentences import Say
from core.domain.clips.clip import Clip, ClipStatus
from core.domain.people.actor import Actor

if TYPE_CHECKING:
    from cogs.discord_bot import TrussBot

PAGE_SIZE: Final = 10


def list_lines(clips: tuple[Clip, ...], say: Say = str) -> str:
    """Return a line for each clip, in at most 2,000 characters."""
    if not clips:
        return say("No clip matches; try fewer words, another status or a lower score.")
    return "\n".join(
        f"- {escape(name_clip(clip, say)[:NAME_LENGTH_MAX])} ({say(clip.status.replace('_', ' '))})"
        for clip in clips
    )


async def read_clips(
    bot: TrussBot,
    actor: Actor,
    *,
    status: ClipStatus | None,
    score: int | None,
    cursor: str | None,
    by_strength: bool = False,
    say: Say = str,
) -> tuple[str, str | None]:
    """Return a page of clips, and where the next one begins."""
    if by_strength:
        return await _read_strongest(bot, actor, status=status, score=score, cursor=cursor, say=say)
    page = await bot.app.review.clips.list_clips(
        actor, status=status, score_at_least=score, cursor=cursor, limit=PAGE_SIZE
    )
    return list_lines(page.items, say), page.cursor


async def _read_strongest(
    bot: TrussBot,
    actor: Actor,
    *,
    status: ClipStatus | None,
    score: int | None,
    cursor: str | None,
    say: Say,
) -> tuple[str, str | None]:
    clips = await bot.app.review.clips.list_strongest(actor, status=status, score_at_least=score)
    first = int(cursor or 0)
    last = first + PAGE_SIZE
    return list_lines(clips[first:last], say), str(last) if last < len(clips) else None


async def search_clips(
    bot: TrussBot,
    actor: Actor,
    text: str,
    *,
    status: ClipStatus | None,
    score: int | None,
    say: Say = str,
) -> str:
    """Return the newest clips with all the words in their titles that fit the filters too."""
    found = await bot.app.review.clips.search_clips(actor, text, limit=10 * PAGE_SIZE)
    fit = [clip for clip in found if status in {None, clip.status} and _has_score(clip, score)]
    return list_lines(tuple(fit[:PAGE_SIZE]), say)


async def show_clip(bot: TrussBot, interaction: discord.Interaction[Any], clip: Clip) -> None:
    """Show one clip privately, with its score and its evidence, and lead to its card."""
    own = await bot.app.review.decisions.list_publications(clip)
    metrics = await bot.app.learning.figures.find_figures(own)
    card = make_card(clip, publications=own, metrics=metrics, may_review=False)
    links = await bot.app.review.decisions.list_links(clip, guild_id=str(interaction.guild_id))
    note = f"Decide on its card: {links[-1]}" if links else ""
    language = await find_language(interaction)
    layout = make_layout(card, media=None, note=note, with_buttons=False, language=language)
    await interaction.followup.send(view=layout, ephemeral=True, allowed_mentions=NOBODY)


def _has_score(clip: Clip, least: int | None) -> bool:
    return least is None or (clip.score is not None and clip.score.value >= least)
