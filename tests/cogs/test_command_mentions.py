import pytest

from cogs.command_mentions import mention_commands

IDS = {"setup here": 7, "setup team": 7, "help": 9, "where add": 3}


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Type /setup here.", "Type </setup here:7>."),
        ("/help", "</help:9>"),
        ("/setup here: it asks", "</setup here:7>: it asks"),
        ("Nowhere: /where add", "Nowhere: </where add:3>"),
        ("/help lists all", "</help:9> lists all"),
        ("the word either/or stays", "the word either/or stays"),
        ("https://example.org/help", "https://example.org/help"),
        ("</help:9> twice", "</help:9> twice"),
        ("/unknown thing", "/unknown thing"),
        ("/setup alone is a group", "/setup alone is a group"),
        ("/data/setup/here", "/data/setup/here"),
        ("\\/setup here, as a title", "\\/setup here, as a title"),
        ("", ""),
    ],
)
def test_only_commands_that_exist_become_mentions(text, shown):
    assert mention_commands(text, IDS) == shown


def test_without_ids_nothing_changes():
    assert mention_commands("/setup here", {}) == "/setup here"
