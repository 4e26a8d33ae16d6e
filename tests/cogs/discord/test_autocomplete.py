import asyncio
from types import SimpleNamespace
from typing import Any

import pytest

from cogs.discord import autocomplete
from cogs.discord.autocomplete import complete_clip, in_time, name_clip, name_stream
from tests.builders import make_clip, make_score, make_stream


def test_a_clip_is_named_by_score_and_title():
    assert name_clip(make_clip(score=make_score())) == "62: Hype at 2:08"
    assert name_clip(make_clip(title="")) == "Untitled"
    assert len(name_clip(make_clip(title="x" * 500, score=make_score()))) <= 100


def test_a_stream_is_named_by_its_day_and_title():
    assert name_stream(make_stream()) == "2026-03-01 A stream"
    assert name_stream(make_stream(title="\u202e")) == "2026-03-01 Untitled"
    assert len(name_stream(make_stream(title="x" * 500))) <= 100


async def test_somebody_outside_of_a_server_is_offered_nothing():
    nowhere: Any = SimpleNamespace(user=None, guild_id=None, client=SimpleNamespace(app=None))

    assert await complete_clip(nowhere, "") == []


async def test_what_takes_too_long_for_discord_is_an_empty_list(monkeypatch):
    monkeypatch.setattr(autocomplete, "PATIENCE_SECONDS", 0.01)

    @in_time
    async def complete(_interaction, _current):
        await asyncio.sleep(5)
        return ["too late"]

    assert await complete(None, "") == []


@pytest.mark.parametrize("title", ["", "\u202e", "  "])
def test_a_clip_without_words_has_a_name_to_choose(title):
    assert name_clip(make_clip(title=title)) == "Untitled"
