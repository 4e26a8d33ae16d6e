from typing import Any

import pytest

from cogs.discord.card.more import More
from core.domain.publishing.publish_target import PublishTarget
from core.domain.work.platform import Platform

NOTHING: Any = None


def list_options(*targets):
    """Return the names of the places that can be chosen."""
    view = More(NOTHING, NOTHING, targets)
    return [
        option["label"]
        for row in view.to_components()
        for item in row["components"]
        for option in item.get("options", [])
    ]


@pytest.mark.parametrize("count", [0, 1])
async def test_where_there_is_nothing_to_choose_no_places_are_offered(count):
    assert list_options(*[PublishTarget(platform=Platform.FOLDER)] * count) == []


async def test_places_are_named_and_no_more_are_offered_than_discord_takes():
    many = [PublishTarget(platform=Platform.DISCORD, account_id=str(n)) for n in range(40)]

    assert list_options(*many)[:2] == ["Discord (0)", "Discord (1)"]
    assert len(list_options(*many)) == 25
