from datetime import date

import pytest

from cogs.discord.figures.metrics import EXPORTING, Metrics, read_day
from core.errors import InvalidInput


def test_the_commands_of_figures():
    assert {command.name for command in Metrics.__cog_app_commands__} == {"import", "enter"}
    assert "instagram" in {choice.value for choice in EXPORTING}
    assert "folder" not in {choice.value for choice in EXPORTING}


def test_a_day_is_read_or_refused_in_words():
    assert read_day(" ") is None
    assert read_day("2026-11-30") == date(2026, 11, 30)
    with pytest.raises(InvalidInput, match="2026-11-30"):
        read_day("yesterday")
