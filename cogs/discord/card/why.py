"""Why: everything that speaks for a clip, told to one person, with a picture of the chat."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any, Final

import discord

from cogs.cards.card import make_card
from cogs.cards.message import make_why
from cogs.discord.answers import NOBODY
from cogs.discord.texts.languages import find_language
from core.errors import TrussError

if TYPE_CHECKING:
    from cogs.discord_bot import TrussBot
    from core.services.review.decisions import Shown

PICTURE: Final = "chat.png"


async def tell_why(bot: TrussBot, interaction: discord.Interaction[Any], shown: Shown) -> None:
    """Send all parts of the score, the lines of chat and the chat rate; it was deferred before."""
    news = await bot.app.cards.news.read(shown.clip)
    card = make_card(shown.clip, may_review=False, source=news.source)
    png = await _paint(bot, shown)
    view = make_why(
        card,
        picture=f"attachment://{PICTURE}" if png else None,
        language=await find_language(interaction),
    )
    if png is None:
        await interaction.followup.send(view=view, ephemeral=True, allowed_mentions=NOBODY)
        return
    file = discord.File(io.BytesIO(png), PICTURE)
    await interaction.followup.send(view=view, file=file, ephemeral=True, allowed_mentions=NOBODY)


async def _paint(bot: TrussBot, shown: Shown) -> bytes | None:
    """Return the stream's chat as a picture; None where there was no chat, or no picture."""
    if shown.clip.stream_id is None or shown.clip.spike is None:
        return None
    try:
        picture = await bot.app.chat.reports.picture_stream(shown.actor, shown.clip.stream_id)
    except TrussError:
        return None
    return picture.png
