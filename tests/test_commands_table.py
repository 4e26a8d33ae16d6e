"""The table of commands in the documents is the one that Discord gets."""

from pathlib import Path

from tests.journeys.discord_commands import list_commands

TABLE = Path(__file__).parent.parent / "docs" / "commands.md"


def write_option(option):
    name = f"*{option['name']}*" if option.get("autocomplete") else option["name"]
    return f"**{name}**" if option.get("required") else name


def test_every_command_is_in_the_table_with_its_options():
    rows = [line.strip("| ").split(" | ") for line in TABLE.read_text().splitlines()]
    told = {row[0]: row[2] for row in rows if row[0].startswith("`/")}

    assert told == {
        f"`/{command.name}`": ", ".join(map(write_option, command.options)) or "-"
        for command in list_commands()
    }


def test_an_id_or_an_account_is_completed_wherever_it_is_asked_for():
    asked = {"clip", "stream", "video", "publication", "account"}
    bare = [
        (command.name, option["name"])
        for command in list_commands()
        for option in command.options
        if option["name"] in asked and not option.get("autocomplete")
    ]

    assert bare == []
