import re

import pytest

from cogs.cards.message import CardButton, name_button
from cogs.discord.card.buttons import OpeningButton
from cogs.discord.review import VerdictButton
from core.domain.review.review_card import Verdict


def find_takers(custom_id):
    """Return which kinds of buttons answer to an id."""
    kinds = (OpeningButton, VerdictButton)
    return [
        kind for kind in kinds if re.fullmatch(kind.__discord_ui_compiled_template__, custom_id)
    ]


@pytest.mark.parametrize("pressed", [*CardButton, *Verdict])
def test_every_button_is_answered_by_one_of_the_two(pressed):
    takers = find_takers(name_button("0" * 28, "c" * 12, pressed))

    assert takers == [OpeningButton if isinstance(pressed, CardButton) else VerdictButton]
