import string

from cogs.texts.german.commands import COMMANDS


def test_every_sentence_fits_where_discord_shows_it():
    assert {text: len(text) for text in COMMANDS.values() if not 1 <= len(text) <= 100} == {}


def test_what_is_a_clause_stays_one():
    """Descriptions of options begin small in English; German nouns are written large anyway."""
    odd = [
        english
        for english, german in COMMANDS.items()
        if english[0] in string.ascii_uppercase and german[0].islower()
    ]

    assert odd == []
