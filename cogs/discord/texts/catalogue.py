"""Translations for Discord: what commands and choices say; names of both and options stay English.

A choice is shown in German; what it stands for is its value.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import discord
from discord import app_commands

from cogs.texts.catalogue import CATALOGUES as BY_LANGUAGE

CATALOGUES: Final[Mapping[discord.Locale, Mapping[str, str]]] = {
    discord.Locale.german: BY_LANGUAGE["de"]
}
"""Which language of the one catalogue each language of Discord is."""
_TRANSLATED: Final = frozenset(
    {
        app_commands.TranslationContextLocation.command_description,
        app_commands.TranslationContextLocation.group_description,
        app_commands.TranslationContextLocation.parameter_description,
        app_commands.TranslationContextLocation.choice_name,
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
