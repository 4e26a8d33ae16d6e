from cogs.texts.german.plan_commands import PLAN_COMMANDS


def test_every_sentence_fits_where_discord_shows_it():
    sizes = {text: len(text) for text in PLAN_COMMANDS.values()}

    assert {text: size for text, size in sizes.items() if not 1 <= size <= 100} == {}


def test_what_is_a_clause_stays_one():
    """Descriptions of options begin small in English; German nouns are written large anyway."""
    odd = [
        english
        for english, german in PLAN_COMMANDS.items()
        if english[0].isupper() and german[0].islower()
    ]

    assert odd == []
