from typing import Any

import aiohttp
import pytest

from cogs.cards.message import name_button
from cogs.discord.review import VerdictButton, describe_outcome, fetch_member
from core.domain.review.ballot import Tally
from core.domain.review.review_card import Verdict
from core.errors import ExternalFailure
from core.services.review.decisions import Outcome
from tests.builders import make_clip


@pytest.mark.parametrize("verdict", list(Verdict))
def test_the_buttons_of_every_card_are_understood(verdict):
    template = VerdictButton.__discord_ui_compiled_template__

    found = template.fullmatch(name_button(make_clip().id, "c" * 12, verdict))

    assert found is not None
    assert Verdict(found["verdict"]) is verdict


@pytest.mark.parametrize("verdict", list(Verdict))
def test_every_outcome_is_a_sentence(verdict):
    assert describe_outcome(verdict, Outcome(clip=make_clip())).endswith(".")


def test_a_vote_says_how_many_there_are():
    outcome = Outcome(clip=make_clip(), tally=Tally(count=1, needed=2))

    assert describe_outcome(Verdict.APPROVE, outcome) == "Your approval counts: 1 of 2."


class _SilentGuild:
    """A server of which Discord does not say who is in it."""

    def __init__(self, error):
        self._error = error

    def get_member(self, _user_id):
        return None

    async def fetch_member(self, _user_id):
        raise self._error


@pytest.mark.parametrize("error", [aiohttp.ServerDisconnectedError(), ConnectionResetError()])
async def test_a_person_whose_roles_discord_does_not_tell_hears_what_to_do(error):
    guild: Any = _SilentGuild(error)

    with pytest.raises(ExternalFailure, match="react once more"):
        await fetch_member(guild, 7)
