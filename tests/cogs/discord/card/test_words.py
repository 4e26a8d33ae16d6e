from types import SimpleNamespace
from typing import Any

from cogs.cards.message import name_words_button
from cogs.discord.card.words import WordsButton, WordsForm
from core.domain.clips.words.mending import TEXT_CHARACTERS_MAX

BOT: Any = SimpleNamespace()
CARD: Any = SimpleNamespace(clip_id="c" * 28, clip_version=3)


async def test_the_form_holds_the_words_as_they_are():
    form = WordsForm(BOT, CARD, "No way!\nI hit it.").to_dict()["components"]

    field = form[0]["component"]
    assert field["value"] == "No way!\nI hit it."
    assert field["max_length"] == TEXT_CHARACTERS_MAX


def test_the_buttons_id_fits_and_is_known_again():
    name = name_words_button("01KEMMF5W0ZEYA94B13TGE239000", "a" * 12)

    assert len(name) <= 100
    assert WordsButton.__discord_ui_compiled_template__.fullmatch(name)
