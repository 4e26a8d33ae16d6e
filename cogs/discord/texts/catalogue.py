"""The catalogue: what commands say in other languages; their names stay English everywhere."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import discord
from discord import app_commands

from cogs.discord.texts.german import GERMAN

CATALOGUES: Final[Mapping[discord.Locale, Mapping[str, str]]] = {discord.Locale.german: GERMAN}
"""A language is a file beside this one: English sentence to its own, and a line here."""
_TRANSLATED: Final = frozenset(
    {
        app_commands.TranslationContextLocation.command_description,
        app_commands.TranslationContextLocation.group_description,
        app_commands.TranslationContextLocation.parameter_description,
    }
)


class CatalogueTranslator(app_commands.Translator):
    """Gives Discord each description in every language that has it; it shows English elsewhere."""

    async def translate(
        self,
        string: app_commands.locale_str,
        locale: discord.Locale,
        context: app_commands.TranslationContextTypes,
    ) -> str | None:
        if context.location not in _TRANSLATED:
            return None
        return CATALOGUES.get(locale, {}).get(string.message)
