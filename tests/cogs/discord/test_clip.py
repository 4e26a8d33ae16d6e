from cogs.discord.clip import LAYOUTS
from core.domain.clips.edit_plan import Layout


def test_every_layout_can_be_asked_for():
    assert {choice.value for choice in LAYOUTS} == set(Layout)
