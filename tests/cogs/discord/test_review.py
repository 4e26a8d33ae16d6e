from typing import Any

import aiohttp
import pytest

from cogs.card_message import (
    REACTIONS,
    name_button,
)
from cogs.discord.review import (
    VerdictButton,
    compare_reactions,
    describe_outcome,
    fetch_member,
)
from core.domain.review.ballot import (
    Saying,
    Tally,
)
from core.domain.review.review_card import Verdict
from core.errors import ExternalFailure
from core.services.review.decisions import Outcome
from core.services.review.reactions import OpenCard
from tests.builders import make_clip, make_posted_card


def open_card(*heard: tuple[int, Verdict], is_decided: bool = False) -> OpenCard:
    card = make_posted_card()
    sayings = [
        Saying(message_id=card.message_id, person_id=f"discord:{user}", verdict=verdict)
        for user, verdict in heard
    ]
    return OpenCard(card=card, heard=frozenset(sayings), is_decided=is_decided)


def test_rejections_are_picked_up_before_approvals():
    """Where both were given while nobody was there, nothing goes out."""
    given = {(20, verdict) for verdict in REACTIONS.values()}

    picked_up = compare_reactions(open_card(), given).given

    assert [verdict for _, verdict in picked_up] == [
        Verdict.LIFT,
        Verdict.REJECT,
        Verdict.EARLIER,
        Verdict.LATER,
        Verdict.APPROVE,
    ]


def test_what_was_heard_is_not_heard_again_and_what_is_gone_was_taken_back():
    opened = open_card((20, Verdict.APPROVE), (21, Verdict.LIFT))

    change = compare_reactions(opened, {(20, Verdict.APPROVE), (22, Verdict.REJECT)})

    assert change.given == ((22, Verdict.REJECT),)
    assert change.taken_back == ((21, Verdict.LIFT),)


def test_on_a_decided_card_only_what_was_taken_back_counts():
    opened = open_card((20, Verdict.APPROVE), is_decided=True)

    change = compare_reactions(opened, {(22, Verdict.REJECT)})

    assert (change.given, change.taken_back) == ((), ((20, Verdict.APPROVE),))


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
