"""What Discord answers is played in tests/journeys/test_discord_uploads.py."""

import asyncio

import pytest
from discord import ui

from cogs.discord.progress.progress_updates import Pace, _Answer


class _Interaction:
    def __init__(self):
        self.shown = []

    async def edit_original_response(self, *, view, allowed_mentions):
        self.shown.append(view)


@pytest.fixture
def interaction():
    return _Interaction()


async def test_an_answer_is_edited_until_discord_forgets_who_asked(interaction):
    place = _Answer(interaction, Pace(answer_seconds=0.05), str)
    view = ui.LayoutView()
    was_open = place.is_open
    await place.show(view)
    await asyncio.sleep(0.06)

    assert (was_open, place.is_open) == (True, False)
    assert interaction.shown == [view]


def test_the_pace_stays_below_what_discord_takes():
    """Five edits of an answer in two seconds, and an answer's 15 minutes."""
    pace = Pace()

    assert pace.edit_seconds >= 2
    assert pace.message_edit_seconds >= 5
    assert pace.answer_seconds < 15 * 60
