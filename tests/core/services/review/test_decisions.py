import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from core.domain.clips.clip import ClipStatus
from core.domain.publishing.publication import RETRIED, PublicationStatus
from core.domain.review.ballot import Tally
from core.domain.review.review_card import Verdict
from core.domain.work.ids import CreatorId
from core.errors import Conflict, Forbidden, NotFound
from tests.builders import CREATOR, NOON, make_actor, make_binding, make_person, make_posted_card
from tests.core.services.review.review_desk import ReviewDesk


@pytest.fixture
async def desk(tmp_path):
    return await ReviewDesk(tmp_path).fill()


@pytest.fixture
async def pair(tmp_path):
    """A desk at which it takes two."""
    return await ReviewDesk(tmp_path).fill(approvals_needed=2)


def person(number=20):
    return make_person(user_id=str(number))


@pytest.mark.parametrize(
    ("verdict", "status"),
    [(Verdict.APPROVE, ClipStatus.APPROVED), (Verdict.REJECT, ClipStatus.REJECTED)],
)
async def test_a_moderator_decides_and_saying_it_again_changes_nothing(desk, verdict, status):
    first = await desk.decisions.decide(make_person(), "30", verdict)
    again = await desk.decisions.decide(make_person(), "30", verdict)

    assert first == again
    assert (first.clip.status, first.clip.decided_by) == (status, "discord:20")


async def test_the_second_moderator_is_told_who_was_first(desk):
    await desk.decisions.decide(make_person(), "30", Verdict.APPROVE)

    with pytest.raises(Conflict, match="already approved by discord:20"):
        await desk.decisions.decide(make_person(user_id="21"), "30", Verdict.REJECT)


async def test_a_stranger_decides_nothing(desk):
    with pytest.raises(Forbidden):
        await desk.decisions.decide(make_person(role_ids=frozenset()), "30", Verdict.APPROVE)

    assert (await desk.get_clip()).status is ClipStatus.IN_REVIEW


async def test_a_card_of_another_server_or_creator_is_not_there(desk):
    await desk.guilds.add_guild(make_binding(guild_id="50", creator_id=CreatorId("eve")))
    await desk.cards.add_card(make_posted_card(message_id="31", creator_id=CreatorId("bo")))

    refused = await asyncio.gather(
        desk.decisions.decide(make_person(guild_id="50"), "30", Verdict.APPROVE),
        desk.decisions.decide(make_person(), "31", Verdict.APPROVE),
        desk.decisions.decide(make_person(), "no such", Verdict.APPROVE),
        desk.decisions.look_at(make_person(), "31"),
        return_exceptions=True,
    )

    assert [type(one) for one in refused] == [NotFound] * 4


@pytest.mark.parametrize("what", ["decide", "look_at"])
async def test_a_button_that_is_pressed_before_its_card_is_stored_counts(desk, what):
    """A message is there before its card is stored: a quick moderator was told of no card."""
    card = replace(await desk.decisions.find_card("30"), message_id="31")
    given = (Verdict.APPROVE,) if what == "decide" else ()

    pressed = asyncio.create_task(getattr(desk.decisions, what)(make_person(), "31", *given))
    await asyncio.sleep(0.05)
    await desk.cards.add_card(card)

    assert (await pressed).clip.id == card.clip_id


async def test_a_closed_card_and_a_newer_cut_decide_nothing(desk):
    card = await desk.decisions.find_card("30")
    await desk.cards.save_card(replace(card, is_closed=True))
    await desk.cards.add_card(make_posted_card(message_id="31", cut="another"))

    for message_id in ("30", "31"):
        with pytest.raises(Conflict, match="older cut"):
            await desk.decisions.decide(make_person(), message_id, Verdict.APPROVE)


async def test_a_clip_that_changed_since_it_was_shown_is_not_decided_on(desk):
    await desk.stores.clips.save_clip(replace(await desk.get_clip(), title="Another title"))

    with pytest.raises(Conflict, match="changed since you saw it"):
        await desk.decisions.decide(make_person(), "30", Verdict.APPROVE)


async def test_who_approved_takes_it_back_and_nothing_goes_out(desk):
    await desk.decisions.decide(make_person(), "30", Verdict.APPROVE)

    undone = await desk.decisions.take_back(make_person(), "30")

    assert (undone.status, undone.decided_by) == (ClipStatus.IN_REVIEW, None)
    assert await desk.list_publications() == [PublicationStatus.CANCELLED]


async def test_anothers_approval_stays_where_one_takes_ones_own_reaction_away(desk):
    await desk.decisions.decide(make_person(), "30", Verdict.APPROVE)

    assert await desk.decisions.take_back(make_person(user_id="21"), "30") is None
    assert (await desk.get_clip()).status is ClipStatus.APPROVED


async def test_a_button_asks_a_rejected_clip_back_within_a_week(desk):
    for after, is_back in ((timedelta(days=6), True), (timedelta(days=9), False)):
        await desk.decisions.decide(make_person(), "30", Verdict.REJECT)
        card = await desk.decisions.find_card("30")
        await desk.cards.save_card(replace(card, clip_version=(await desk.get_clip()).version))
        desk.clock.advance(after.total_seconds())
        if is_back:
            outcome = await desk.decisions.decide(make_person(user_id="21"), "30", Verdict.UNDO)
            assert (outcome.clip.status, outcome.clip.decided_by) == (ClipStatus.IN_REVIEW, None)
            card = await desk.decisions.find_card("30")
            await desk.cards.save_card(replace(card, clip_version=outcome.clip.version))
        else:
            with pytest.raises(Conflict, match="more than a week ago"):
                await desk.decisions.decide(make_person(), "30", Verdict.UNDO)


async def test_what_a_card_shows_is_told_to_whoever_may_decide(desk):
    shown = await desk.decisions.look_at(make_person(), "30")

    assert (shown.clip, shown.actor.person_id) == (await desk.get_clip(), "discord:20")
    with pytest.raises(Forbidden):
        await desk.decisions.look_at(make_person(role_ids=frozenset()), "30")


async def test_a_button_takes_back_what_any_moderator_approved(desk):
    await desk.decisions.decide(make_person(), "30", Verdict.APPROVE)

    undone = await desk.decisions.decide(make_person(user_id="21"), "30", Verdict.UNDO)

    assert undone.clip.status is ClipStatus.IN_REVIEW


async def test_the_open_cards_of_a_clip_are_linked_to(desk):
    await desk.cards.add_card(make_posted_card(message_id="31", is_closed=True))
    await desk.cards.add_card(make_posted_card(message_id="32", guild_id="50"))

    links = await desk.decisions.list_links(await desk.get_clip(), guild_id="10")

    assert links == ["https://discord.com/channels/10/11/30"]


async def test_an_approval_counts_until_there_are_enough_and_each_person_once(pair):
    first = await pair.decisions.decide(person(20), "30", Verdict.APPROVE)
    again = await pair.decisions.decide(person(20), "30", Verdict.APPROVE)
    assert (first.tally, again.tally) == (Tally(count=1, needed=2),) * 2
    assert (await pair.get_clip()).status is ClipStatus.IN_REVIEW

    second = await pair.decisions.decide(person(21), "30", Verdict.APPROVE)

    assert (second.clip.status, second.clip.decided_by) == (ClipStatus.APPROVED, "discord:21")
    assert await pair.list_publications() == [PublicationStatus.SCHEDULED]
    said_again = await pair.decisions.decide(person(20), "30", Verdict.APPROVE)
    assert said_again.clip.status is ClipStatus.APPROVED


async def test_ten_who_approve_at_once_make_one_decision(pair):
    pair.yield_between_operations()

    said = await asyncio.gather(
        *(pair.decisions.decide(person(n), "30", Verdict.APPROVE) for n in range(20, 30)),
        return_exceptions=True,
    )

    late = [str(each) for each in said if isinstance(each, Exception)]
    assert all("already approved by" in sentence for sentence in late)
    assert len(late) <= 8
    assert (await pair.get_clip()).status is ClipStatus.APPROVED
    assert await pair.list_publications() == [PublicationStatus.SCHEDULED]


async def test_a_vote_taken_back_counts_no_more(pair):
    await pair.decisions.decide(person(20), "30", Verdict.APPROVE)
    await pair.decisions.take_back(person(20), "30")

    outcome = await pair.decisions.decide(person(21), "30", Verdict.APPROVE)

    assert outcome.tally == Tally(count=1, needed=2)


async def test_the_approval_falls_with_any_of_the_votes_that_made_it(pair):
    for number in (20, 21):
        await pair.decisions.decide(person(number), "30", Verdict.APPROVE)

    undone = await pair.decisions.take_back(person(20), "30")

    assert undone.status is ClipStatus.IN_REVIEW
    assert await pair.list_publications() == [PublicationStatus.CANCELLED]
    await pair.refresh_card()
    back = await pair.decisions.decide(person(22), "30", Verdict.APPROVE)
    assert back.clip.status is ClipStatus.APPROVED


async def test_a_vote_more_than_needed_may_be_taken_back_and_the_approval_stays(pair):
    """Three spoke at the same moment; two of them are enough."""
    card = await pair.decisions.find_card("30")
    for number in (20, 21, 22):
        await pair.votes.approve(card, make_actor(person_id=f"discord:{number}"))
    await pair.decisions.decide(person(22), "30", Verdict.APPROVE)

    kept = await pair.decisions.take_back(person(20), "30")

    assert kept.status is ClipStatus.APPROVED
    assert (await pair.decisions.take_back(person(21), "30")).status is ClipStatus.IN_REVIEW


async def test_a_vote_cannot_be_taken_back_when_the_clip_is_out(pair):
    for number in (20, 21):
        await pair.decisions.decide(person(number), "30", Verdict.APPROVE)
    (publication,) = (await pair.stores.publications.list_publications(CREATOR)).items
    claimed = publication.move_to(PublicationStatus.CLAIMED, at=NOON)
    await pair.stores.publications.save_publication(claimed)

    with pytest.raises(Conflict, match="no longer be taken back"):
        await pair.decisions.take_back(person(20), "30")

    ballot = await pair.votes.find_ballot(await pair.decisions.find_card("30"))
    assert sorted(ballot.approvals) == ["discord:20", "discord:21"]


async def test_a_vote_taken_back_while_the_other_is_counted_approves_nothing(pair, monkeypatch):
    """Between counting and saving, one of the two thinks better of it."""
    await pair.decisions.decide(person(20), "30", Verdict.APPROVE)
    approve = pair.clip_review.approve_seen

    async def approve_late(*given, **named):
        await pair.decisions.take_back(person(20), "30")
        return await approve(*given, **named)

    monkeypatch.setattr(pair.clip_review, "approve_seen", approve_late)

    outcome = await pair.decisions.decide(person(21), "30", Verdict.APPROVE)

    assert outcome.clip.status is ClipStatus.IN_REVIEW
    assert outcome.tally == Tally(count=1, needed=2)


async def test_a_button_takes_ones_own_vote_back_before_there_are_enough(pair):
    await pair.decisions.decide(person(20), "30", Verdict.APPROVE)

    with pytest.raises(Conflict, match="nothing to take back"):
        await pair.decisions.decide(person(21), "30", Verdict.UNDO)
    await pair.decisions.decide(person(20), "30", Verdict.UNDO)

    ballot = await pair.votes.find_ballot(await pair.decisions.find_card("30"))
    assert ballot.approvals == ()


async def test_after_an_undoing_all_say_it_anew(pair):
    for number in (20, 21):
        await pair.decisions.decide(person(number), "30", Verdict.APPROVE)

    await pair.decisions.decide(person(22), "30", Verdict.UNDO)

    await pair.refresh_card()
    outcome = await pair.decisions.decide(person(20), "30", Verdict.APPROVE)
    assert outcome.tally == Tally(count=1, needed=2)


@pytest.mark.parametrize(("verdict", "by"), [(Verdict.EARLIER, -2.0), (Verdict.LATER, 2.0)])
async def test_a_clip_is_moved_a_little_and_cut_anew(desk, verdict, by):
    before = await desk.get_clip()

    outcome = await desk.decisions.decide(make_person(), "30", verdict)

    assert outcome.clip.status is ClipStatus.RENDERING
    assert outcome.clip.start_seconds == before.start_seconds + by
    assert outcome.clip.end_seconds == before.end_seconds + by
    with pytest.raises(Conflict, match="has changed since you saw it"):
        await desk.decisions.decide(make_person(), "30", verdict)


async def test_a_decided_clip_is_not_moved_by_a_reaction(desk):
    await desk.decisions.decide(make_person(), "30", Verdict.APPROVE)

    with pytest.raises(Conflict, match="already approved"):
        await desk.decisions.decide(make_person(), "30", Verdict.LATER)


async def test_a_clip_goes_first_the_more_people_want_it_and_can_still_be_decided_on(desk):
    await desk.decisions.decide(person(20), "30", Verdict.LIFT)
    await desk.decisions.decide(person(20), "30", Verdict.LIFT)
    lifted = await desk.decisions.decide(person(21), "30", Verdict.LIFT)

    assert lifted.clip.priority == 2
    decided = await desk.decisions.decide(person(20), "30", Verdict.APPROVE)
    assert decided.clip.status is ClipStatus.APPROVED


async def test_a_rejected_clip_goes_nowhere_first(desk):
    await desk.decisions.decide(make_person(), "30", Verdict.REJECT)

    with pytest.raises(Conflict, match="already rejected"):
        await desk.decisions.decide(make_person(), "30", Verdict.LIFT)


async def test_a_clip_that_could_not_be_made_is_tried_again(tmp_path):
    desk = await ReviewDesk(tmp_path).fill(status=ClipStatus.FAILED, failed_reason="No disk.")

    outcome = await desk.decisions.decide(make_person(), "30", Verdict.RETRY)

    assert outcome.clip.status is ClipStatus.RENDERING


@pytest.mark.parametrize("status", sorted(RETRIED))
async def test_what_could_not_go_out_is_published_again(desk, status):
    await desk.decisions.decide(make_person(), "30", Verdict.APPROVE)
    (waiting,) = (await desk.stores.publications.list_publications(CREATOR)).items
    failed = replace(waiting, status=status, reason="No network.")
    await desk.stores.publications.save_publication(failed)

    outcome = await desk.decisions.decide(make_person(), "30", Verdict.REPUBLISH)

    assert outcome.clip.status is ClipStatus.APPROVED
    assert await desk.list_publications() == [PublicationStatus.SCHEDULED]


@pytest.mark.parametrize("verdict", [Verdict.RETRY, Verdict.REPUBLISH])
async def test_what_did_not_fail_is_not_tried_again(desk, verdict):
    with pytest.raises(Conflict):
        await desk.decisions.decide(make_person(), "30", verdict)


@pytest.mark.parametrize("verdict", Verdict)
async def test_no_verdict_of_a_stranger_changes_anything(desk, verdict):
    before = await desk.get_clip()

    with pytest.raises(Forbidden):
        await desk.decisions.decide(make_person(role_ids=frozenset()), "30", verdict)

    assert await desk.get_clip() == before
