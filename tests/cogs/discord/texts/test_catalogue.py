import asyncio
from typing import Any

import discord
import pytest

from bot.discord_client import COGS, DiscordClient
from cogs.discord.texts.catalogue import CATALOGUES, CatalogueTranslator


@pytest.fixture(scope="module")
def registered():
    async def load() -> list[dict[str, Any]]:
        nobody: Any = None
        bot = DiscordClient(nobody)
        for cog in COGS:
            await cog.setup(bot)
        translator = CatalogueTranslator()
        await bot.tree.set_translator(translator)
        typed = bot.tree.get_commands(type=discord.AppCommandType.chat_input)
        found = [await c.get_translated_payload(bot.tree, translator) for c in typed]
        await bot.close()
        return found

    return asyncio.run(load())


def walk(commands):
    for command in commands:
        yield command
        yield from walk(command.get("options", []))


@pytest.mark.parametrize("locale", CATALOGUES)
def test_nearly_all_that_commands_say_is_there_in_each_language(registered, locale):
    """A command that has just come may be missing for a while: Discord shows it in English."""
    said = {c["description"] for c in walk(registered)}
    missing = sorted(said - CATALOGUES[locale].keys())

    assert len(missing) <= 0.2 * len(said), missing


def test_names_stay_english_and_descriptions_are_translated(registered):
    setup = next(c for c in registered if c["name"] == "setup")

    assert setup["description_localizations"]["de"] == "Wo Clips wem vorgelegt werden"
    assert all(not c.get("name_localizations") for c in walk(registered))
