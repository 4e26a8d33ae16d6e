import pytest

from cogs.discord.review import VerdictButton, describe_decision
from cogs.layouts import REACTIONS, name_button
from core.domain.clip import ClipStatus
from core.domain.review import Verdict
from tests.builders import make_clip


def test_rejections_are_picked_up_before_approvals():
    """Where both were given while nobody was there, nothing goes out."""
    assert list(REACTIONS.values()) == [Verdict.REJECT, Verdict.APPROVE]


@pytest.mark.parametrize("verdict", list(Verdict))
def test_the_buttons_of_every_card_are_understood(verdict):
    template = VerdictButton.__discord_ui_compiled_template__

    found = template.fullmatch(name_button(make_clip().id, "c" * 12, verdict))

    assert found is not None
    assert Verdict(found["verdict"]) is verdict


@pytest.mark.parametrize(
    ("status", "word"),
    [
        (ClipStatus.APPROVED, "Approved."),
        (ClipStatus.REJECTED, "Rejected."),
        (ClipStatus.IN_REVIEW, "Taken back."),
    ],
)
def test_a_decision_is_said_in_a_sentence(status, word):
    assert describe_decision(make_clip(status=status)).startswith(word)
