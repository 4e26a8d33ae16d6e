from dataclasses import replace

from cogs.cards.emojis import REACTIONS
from cogs.reaction_reading import compare_reactions, list_counting, list_telling
from core.domain.review.ballot import Saying
from core.domain.review.review_card import Verdict
from core.services.review.reactions import OpenCard
from tests.builders import make_posted_card


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


def test_on_a_decided_card_only_reactions_that_were_heard_are_looked_at():
    decided = open_card((20, Verdict.APPROVE), is_decided=True)

    assert list_telling(decided) == {Verdict.APPROVE}
    assert list_telling(open_card(is_decided=True)) == frozenset()
    assert list_telling(open_card()) == set(REACTIONS.values())


def test_thumbs_count_where_a_server_wants_them_and_else_those_that_did():
    """Turning them off takes no approval back."""
    opened = open_card((20, Verdict.APPROVE))

    assert list_counting(replace(opened, counts_thumbs=True)) is None
    assert list_counting(opened) == frozenset({(20, Verdict.APPROVE)})
