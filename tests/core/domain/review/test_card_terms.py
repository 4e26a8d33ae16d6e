from datetime import timedelta

import pytest

from core.domain.publishing.planned import PlanTerms
from core.domain.review.card_terms import (
    ADDED_MAX,
    CLIP_CHANGED,
    KEPT_FOR,
    CardCause,
    CardChange,
    CardTerms,
    find_newest,
    read_cause,
)
from core.domain.work.ids import PublicationId
from tests.builders import NOON, make_test_ulid

OLD, NEW = (PublicationId(make_test_ulid(n)) for n in (1, 2))
SAVED = CardCause(change=CardChange.CLIP, version=5, added=(NEW,))


@pytest.mark.parametrize(
    ("plan", "age", "version", "may"),
    [
        (PlanTerms(), timedelta(), 4, True),
        (PlanTerms(), timedelta(), 5, True),
        (PlanTerms(), timedelta(), 6, False),
        (PlanTerms(), KEPT_FOR - timedelta(seconds=1), 4, True),
        (PlanTerms(), KEPT_FOR, 4, False),
        (None, timedelta(), 4, False),
    ],
)
def test_a_plan_is_made_from_terms_of_a_day_that_no_approval_can_lie_behind(
    plan, age, version, may
):
    terms = CardTerms(read_at=NOON, plan=plan, of_version=4)

    assert terms.may_plan(version, NOON + age) is may


@pytest.mark.parametrize(
    "cause", [CardCause(), CLIP_CHANGED, SAVED, CardCause(change=CardChange.BALLOT, version=3)]
)
def test_a_cause_is_read_as_it_was_written(cause):
    assert read_cause(cause.write()) == cause


@pytest.mark.parametrize("about", ["", "another", "clip x", "clip -1", "CLIP 3", " ", "ballot 1.5"])
def test_whatever_cannot_be_read_stands_for_everything(about):
    """So does what a former version has not said."""
    assert read_cause(about) == CardCause()


def test_more_publications_than_a_row_has_room_for_are_not_named():
    many = CardCause(change=CardChange.CLIP, version=5, added=(NEW,) * (ADDED_MAX + 1))

    assert read_cause(many.write()) == CLIP_CHANGED


@pytest.mark.parametrize(
    ("of_version", "version", "cause", "known"),
    [
        (5, 5, CardCause(), (OLD,)),  # the clip was not saved since
        (4, 5, SAVED, (NEW, OLD)),  # by that save alone
        (3, 5, SAVED, None),  # another save came between
        (4, 6, SAVED, None),  # another save came after
        (4, 5, CLIP_CHANGED, None),
        (4, 5, CardCause(change=CardChange.BALLOT, version=5), None),
        (5, 4, SAVED, None),
    ],
)
def test_publications_are_known_of_the_save_that_is_told(of_version, version, cause, known):
    terms = CardTerms(read_at=NOON, publications=(OLD,), of_version=of_version)

    assert terms.list_publications(version, cause) == known


def test_of_the_terms_of_several_cards_nothing_that_one_of_them_knows_is_lost():
    older = CardTerms(read_at=NOON, ballot_version=4, has_votes=True, of_version=2)
    newer = CardTerms(read_at=NOON, ballot_version=3, publications=(OLD,), of_version=3)

    assert find_newest([older, newer]) == CardTerms(
        read_at=NOON, ballot_version=4, has_votes=True, publications=(OLD,), of_version=3
    )
