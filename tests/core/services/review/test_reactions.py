import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from core.domain.clips.clip import ClipStatus
from core.domain.publishing.publication import PublicationStatus
from core.domain.review.ballot import Saying, Tally
from core.domain.review.review_card import Verdict
from core.errors import Conflict, ExternalFailure, Forbidden, NotFound
from core.services.review.reactions import RECENT
from tests.builders import CREATOR, NOON, make_clip, make_person, make_posted_card
from tests.core.services.review.review_desk import ReviewDesk

APPROVED = Saying(message_id="30", person_id="discord:20", verdict=Verdict.APPROVE)


@pytest.fixture
async def desk(tmp_path):
    return await ReviewDesk(tmp_path).fill()


async def list_heard(desk):
    return (await desk.votes.find_ballot(make_posted_card())).list_heard("30")


async def test_a_reaction_is_heard_once(desk):
    first = await desk.reactions.hear(make_person(), "30", Verdict.APPROVE)
    again = await desk.reactions.hear(make_person(), "30", Verdict.APPROVE)

    assert first.clip.status is ClipStatus.APPROVED
    assert again is None
    assert await list_heard(desk) == {APPROVED}


async def test_a_reaction_that_crosses_the_storing_of_its_card_has_the_card_looked_at(desk):
    """The look saw no card, and what stored it saw no reaction: nobody would have heard it."""
    look, gate, card = desk.cards.find_card_context, desk.app.publishing.gate, make_posted_card()

    async def look_too_early(message_id, *, user_id):
        del message_id, user_id
        desk.app.cards.posting._early.pick_up(card, may_be_older=False)

    desk.cards.find_card_context = look_too_early
    assert await desk.reactions.hear(make_person(), card.message_id, Verdict.APPROVE) is None
    desk.cards.find_card_context = look

    async with asyncio.timeout(30):
        assert await gate.wait_wanted() == (card,)


async def test_an_approval_by_reaction_takes_seven_store_calls_and_four_of_the_plan(desk):
    """It took 14 when card, clip and ballot were read again by each service on the way.

    A clip of a live channel takes two more, for what the channel's moderators teach. The plan looks
    whether the clip fills a post, and whether one of each open status waits for it.
    """
    await desk.app.clips.card_jobs.make(CREATOR, make_clip().id)  # as its card was made once
    desk.calls.clear()

    await desk.reactions.hear(make_person(), "30", Verdict.APPROVE)

    # What all processes read is looked up once a minute; here each time.
    assert desk.calls.pop("may_carry") == 1
    assert desk.calls == {
        "find_card_context": 1,
        "get_targets": 1,
        "list_publications_of_clip": 1,
        "get_slots": 1,
        "get_stream": 1,
        "save_clip": 1,
        "save_ballot": 1,
        "find_post_of_clip": 1,
        "list_posts": 3,
    }
    assert await desk.list_publications() == [PublicationStatus.SCHEDULED]
    assert await list_heard(desk) == {APPROVED}


async def test_a_vote_that_is_not_enough_takes_five_store_calls(tmp_path):
    """It took 12."""
    pair = await ReviewDesk(tmp_path).fill(approvals_needed=2)
    pair.calls.clear()

    outcome = await pair.reactions.hear(make_person(), "30", Verdict.APPROVE)

    assert outcome is not None
    assert outcome.tally == Tally(count=1, needed=2)
    assert pair.calls == {
        "find_card_context": 1,
        "list_guilds": 1,
        "add_job": 1,
        "save_ballot": 2,
    }


async def test_a_reaction_that_was_heard_before_takes_one_store_call(desk):
    await desk.reactions.hear(make_person(), "30", Verdict.APPROVE)
    desk.calls.clear()

    await desk.reactions.hear(make_person(), "30", Verdict.APPROVE)

    assert desk.calls == {"find_card_context": 1}


async def test_fifty_reactions_at_once_give_one_decision(desk):
    desk.yield_between_operations()
    people = [make_person(user_id=str(number)) for number in range(100, 150)]

    answers = await asyncio.gather(
        *(desk.reactions.hear(person, "30", Verdict.APPROVE) for person in people),
        return_exceptions=True,
    )

    decided = [answer for answer in answers if not isinstance(answer, BaseException)]
    assert len(decided) == 1
    assert all(isinstance(answer, Conflict) for answer in answers if answer not in decided)
    assert await desk.list_publications() == [PublicationStatus.SCHEDULED]
    assert len(await list_heard(desk)) == 50


async def test_a_reaction_that_was_heard_does_not_approve_again_what_was_undone(desk):
    """Somebody else took it back by button; the reaction still hangs there at the next start."""
    await desk.reactions.hear(make_person(), "30", Verdict.APPROVE)
    await desk.decisions.decide(make_person(user_id="21"), "30", Verdict.UNDO)
    await desk.refresh_card()

    assert await desk.reactions.hear(make_person(), "30", Verdict.APPROVE) is None

    assert (await desk.get_clip()).status is ClipStatus.IN_REVIEW


async def test_a_reaction_taken_away_and_given_again_counts_again(desk):
    await desk.reactions.hear(make_person(), "30", Verdict.APPROVE)
    await desk.reactions.unhear(make_person(), "30", Verdict.APPROVE)
    await desk.refresh_card()
    assert (await desk.get_clip()).status is ClipStatus.IN_REVIEW

    again = await desk.reactions.hear(make_person(), "30", Verdict.APPROVE)

    assert again.clip.status is ClipStatus.APPROVED
    assert sorted(await desk.list_publications()) == [
        PublicationStatus.CANCELLED,
        PublicationStatus.SCHEDULED,
    ]


async def test_a_refused_reaction_is_refused_once(desk):
    stranger = make_person(user_id="9", role_ids=frozenset())
    await desk.reactions.hear(make_person(), "30", Verdict.REJECT)

    with pytest.raises(Forbidden):
        await desk.reactions.hear(stranger, "30", Verdict.APPROVE)
    with pytest.raises(Conflict):
        await desk.reactions.hear(make_person(user_id="21"), "30", Verdict.APPROVE)

    assert await desk.reactions.hear(stranger, "30", Verdict.APPROVE) is None
    assert await desk.reactions.hear(make_person(user_id="21"), "30", Verdict.APPROVE) is None


async def test_a_reaction_that_could_not_be_carried_out_is_not_taken_for_heard(desk, monkeypatch):
    async def fail(*_given, **_named):
        raise ExternalFailure("The table does not answer.", retryable=True)

    monkeypatch.setattr(desk.clip_review, "approve_seen", fail)

    with pytest.raises(ExternalFailure):
        await desk.reactions.hear(make_person(), "30", Verdict.APPROVE)

    assert await list_heard(desk) == frozenset()


async def test_a_reaction_taken_away_too_late_is_said_and_forgotten(desk):
    await desk.reactions.hear(make_person(), "30", Verdict.APPROVE)
    (publication,) = (await desk.stores.publications.list_publications(CREATOR)).items
    claimed = publication.move_to(PublicationStatus.CLAIMED, at=NOON)
    await desk.stores.publications.save_publication(claimed)

    with pytest.raises(Conflict, match="no longer be taken back"):
        await desk.reactions.unhear(make_person(), "30", Verdict.APPROVE)

    assert await list_heard(desk) == frozenset()


async def test_a_wish_to_go_first_is_taken_back_and_other_words_stand(desk):
    await desk.reactions.hear(make_person(), "30", Verdict.LIFT)
    assert (await desk.get_clip()).priority == 1

    await desk.reactions.unhear(make_person(), "30", Verdict.LIFT)
    await desk.reactions.hear(make_person(), "30", Verdict.EARLIER)
    await desk.reactions.unhear(make_person(), "30", Verdict.EARLIER)

    assert (await desk.get_clip()).priority == 0
    assert (await desk.get_clip()).status is ClipStatus.RENDERING


async def test_a_rejection_is_taken_back_by_whoever_gave_it(desk):
    await desk.reactions.hear(make_person(), "30", Verdict.REJECT)
    (card,) = await desk.reactions.list_rejected("10")
    assert card.is_decided

    await desk.reactions.unhear(make_person(user_id="21"), "30", Verdict.REJECT)
    assert (await desk.get_clip()).status is ClipStatus.REJECTED

    await desk.reactions.unhear(make_person(), "30", Verdict.REJECT)
    assert (await desk.get_clip()).status is ClipStatus.IN_REVIEW
    assert await desk.reactions.list_rejected("10") == []


async def test_what_hangs_on_no_card_is_not_heard(desk):
    assert await desk.reactions.hear(make_person(), "99", Verdict.APPROVE) is None
    await desk.reactions.unhear(make_person(), "99", Verdict.APPROVE)

    assert (await desk.get_clip()).status is ClipStatus.IN_REVIEW


async def test_giving_and_taking_away_happen_in_the_order_in_which_they_came(desk):
    """Both are under way at once where the table is slow."""
    desk.yield_between_operations()

    await asyncio.gather(
        desk.reactions.hear(make_person(), "30", Verdict.APPROVE),
        desk.reactions.unhear(make_person(), "30", Verdict.APPROVE),
    )

    assert (await desk.get_clip()).status is ClipStatus.IN_REVIEW


async def test_cards_in_review_and_those_lately_approved_are_looked_at_again(desk):
    await desk.cards.add_card(make_posted_card(message_id="31", is_closed=True))
    await desk.cards.add_card(make_posted_card(message_id="32", guild_id="50"))
    (waiting,) = await desk.reactions.list_waiting("10")
    await desk.reactions.hear(make_person(), "30", Verdict.APPROVE)

    (decided,) = await desk.reactions.list_approved("10")

    assert (waiting.card.message_id, waiting.is_decided, waiting.heard) == ("30", False, set())
    assert (decided.is_decided, decided.heard) == (True, {APPROVED})
    old = replace(await desk.get_clip(), updated_at=NOON - RECENT - timedelta(seconds=1))
    await desk.stores.clips.save_clip(old)
    assert await desk.reactions.list_approved("10") == []
    assert await desk.reactions.list_waiting("10") == []


async def test_a_server_that_is_not_set_up_has_no_cards(desk):
    with pytest.raises(NotFound):
        await desk.reactions.list_waiting("77")
