from dataclasses import replace

import pytest

from core.domain.clips.clip import PRIORITY_MAX
from core.domain.review.ballot import HEARD_MAX, Ballot, Saying, make_ballot
from core.domain.review.review_card import Verdict
from tests.builders import make_posted_card


def make_saying(message_id="30", person_id="a", verdict=Verdict.APPROVE):
    return Saying(message_id=message_id, person_id=person_id, verdict=verdict)


@pytest.fixture
def ballot() -> Ballot:
    return make_ballot(make_posted_card())


def test_each_person_approves_once_and_may_take_it_back(ballot):
    said = ballot.approve("a").approve("b").approve("a")

    assert said.approvals == ("a", "b")
    assert (said.count(2).is_enough, said.count(3).is_enough) == (True, False)
    assert said.withdraw("a").withdraw("a").approvals == ("b",)
    assert said.start_anew().approvals == ()


def test_a_priority_is_how_many_want_it_and_no_more_than_there_is(ballot):
    lifted = ballot
    for person in "abcde":
        lifted = lifted.lift(person).lift(person)

    assert ballot.priority == 0
    assert ballot.lift("a").priority == 1
    assert lifted.priority == PRIORITY_MAX
    assert lifted.lower("a").lower("b").lower("c").priority == 2


def test_a_reaction_is_heard_once_until_it_is_taken_away(ballot):
    here, elsewhere = make_saying(), make_saying(message_id="31")
    heard = ballot.hear(here).hear(here).hear(elsewhere)

    assert heard.list_heard("30") == {here}
    assert heard.unhear(here).list_heard("30") == frozenset()
    assert heard.unhear(here).list_heard("31") == {elsewhere}


def test_a_crowd_does_not_fill_the_row(ballot):
    for number in range(HEARD_MAX + 5):
        ballot = ballot.hear(make_saying(person_id=str(number)))

    assert len(ballot.heard) == HEARD_MAX


def test_another_cut_starts_with_an_empty_ballot_in_the_place_of_the_old(ballot):
    stored = replace(ballot.approve("a").lift("b"), version=4)

    assert make_ballot(make_posted_card(), stored=stored) == stored
    fresh = make_ballot(make_posted_card(cut="another"), stored=stored)
    assert (fresh.approvals, fresh.raised) == ((), ("b",))
    assert (fresh.cut, fresh.version) == ("another", 4)
