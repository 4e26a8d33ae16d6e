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
def test_all_that_commands_say_of_themselves_is_there_in_each_language(registered, locale):
    said = {c["description"] for c in walk(registered)}

    assert sorted(said - CATALOGUES[locale].keys()) == []


def test_choices_are_translated_and_keep_what_they_stand_for(registered):
    choices = [choice for each in walk(registered) for choice in each.get("choices", [])]
    german = {
        choice["name"]: choice["name_localizations"]["de"]
        for choice in choices
        if "name_localizations" in choice
    }

    assert german["the strongest first"] == "die stärksten zuerst"
    assert german["Friday"] == "Freitag"
    assert {name: text for name, text in german.items() if not 1 <= len(text) <= 100} == {}
    values = {choice["value"] for choice in choices}
    assert {"strength", "4", "owner", "off"} <= values


def test_names_stay_english_and_descriptions_are_translated(registered):
    setup = next(c for c in registered if c["name"] == "setup")

    assert setup["description_localizations"]["de"] == "Wo Clips wem vorgelegt werden"
    assert all(not c.get("name_localizations") for c in walk(registered))
