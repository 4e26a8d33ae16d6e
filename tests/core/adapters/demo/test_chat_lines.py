"""The demo's words: enough of them, short, and in plain text."""

from core.adapters.demo import chat_lines
from core.adapters.demo.story import HighlightKind

EVERY_LINE = [
    *chat_lines.GREETINGS,
    *chat_lines.GAME_TALK,
    *chat_lines.SMALL_REACTIONS,
    *chat_lines.RAID_LINES,
    *chat_lines.BOT_LINES,
    *chat_lines.FLOOD_LINES,
    *chat_lines.COMMANDS,
    *(line for lines in chat_lines.REACTIONS.values() for line in lines),
]


def test_every_kind_of_highlight_has_its_own_reactions():
    assert set(chat_lines.REACTIONS) == set(HighlightKind)
    assert all(len(set(lines)) >= 20 for lines in chat_lines.REACTIONS.values())


def test_lines_fit_in_a_chat():
    assert all(line.isascii() and 0 < len(line) <= 80 for line in EVERY_LINE)


def test_there_are_names_enough_for_the_regulars():
    assert len(chat_lines.NAME_STARTS) * len(chat_lines.NAME_ENDS) >= 240
