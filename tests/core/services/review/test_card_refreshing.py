"""A card is drawn again from little, and never stays behind, however late reads answer."""

from dataclasses import replace

import pytest

from core.adapters.table.items.people_items import card_key
from core.domain.clips.clip import ClipStatus
from core.domain.publishing.publication import PublicationStatus
from core.domain.review.card_terms import KEPT_FOR, CardChange
from core.errors import ExternalFailure
from tests.builders import (
    make_actor,
    make_publication,
    make_stream,
)
from tests.core.services.review.card_desk import open_desk, tell_times


@pytest.fixture
async def desk(tmp_path):
    async with open_desk(tmp_path, approvals_needed=2) as desk:
        yield desk


async def test_a_card_that_is_there_is_drawn_without_what_its_creator_chose(desk):
    await desk.change_clip(title="Another")

    await desk.draw()

    assert desk.shown.clip.title == "Another"
    assert (desk.shown.source.title, tell_times(desk.shown)) == (make_stream().title, [18])


async def test_a_vote_is_on_its_card_however_late_reads_answer(desk):
    await desk.vote("discord:20")

    await desk.draw(CardChange.BALLOT)

    assert desk.shown.approvals == ("discord:20",)


async def test_a_job_after_that_of_a_vote_takes_nothing_back(desk):
    """It reads the ballot, and the card, as they were before the vote."""
    await desk.vote("discord:20")
    await desk.draw(CardChange.BALLOT)

    await desk.draw(CardChange.CLIP)

    assert desk.shown.approvals == ("discord:20",)


async def test_a_job_that_sees_the_card_but_not_yet_the_ballot_takes_nothing_back(desk):
    await desk.vote("discord:20")
    await desk.draw(CardChange.BALLOT)
    await desk.table.reveal(card_key("1"))

    await desk.draw(CardChange.CLIP)

    assert desk.shown.approvals == ("discord:20",)


async def test_new_slots_stay_on_a_card_whose_next_job_reads_it_as_it_was(desk):
    await desk.app.publishing.settings.set_slots(make_actor(), "Mon 09:00")
    await desk.draw(CardChange.ALL)
    assert tell_times(desk.shown) == [9]

    await desk.draw(CardChange.CLIP)

    assert tell_times(desk.shown) == [9]


@pytest.mark.parametrize("added", [lambda one: (one.id,), lambda _: None])
async def test_what_was_approved_says_where_it_goes_however_late_reads_answer(desk, added):
    clip = (await desk.get_clip()).move_to(ClipStatus.APPROVED, at=desk.clock.now())
    publication = make_publication()
    await desk.stores.clips.save_clip(clip, publications=[publication])

    await desk.draw(added=added(publication))
    assert desk.shown.publications == (publication,)

    saved = await desk.stores.publications.save_publication(
        publication.move_to(PublicationStatus.CANCELLED, at=desk.clock.now())
    )
    await desk.draw()
    assert desk.shown.publications == (saved,)


@pytest.mark.parametrize("inner", list(CardChange))
@pytest.mark.parametrize("outer", list(CardChange))
async def test_of_two_drawings_at_once_the_newer_stays(desk, outer, inner):
    """Between what one has read and its message, another draws what came meanwhile."""
    edit, begun = desk.board.edit_card, list[object]()

    async def edit_late(card, news):
        if not begun:
            begun.append(card)
            await desk.vote("discord:20")
            await desk.change_clip(title="The newest")
            await desk.app.publishing.settings.set_slots(make_actor(), "Mon 09:00")
            await desk.draw(CardChange.BALLOT)
            await desk.draw(CardChange.ALL)
            await desk.draw(inner)
        return await edit(card, news)

    desk.board.edit_card = edit_late

    await desk.draw(outer)

    assert desk.shown.clip.title == "The newest"
    assert (desk.shown.approvals, tell_times(desk.shown)) == (("discord:20",), [9])


@pytest.mark.parametrize("change", list(CardChange))
async def test_a_message_that_is_closed_while_somebody_draws_it_stays_closed(desk, change):
    edit, begun = desk.board.edit_card, list[object]()

    async def edit_late(card, news):
        if not begun:
            begun.append(card)
            await desk.change_clip(object_key="k/new.mp4")
            await desk.draw(CardChange.ALL)
            assert desk.board.messages["1"].newer_message_id == "2"
            desk.board.messages["1"].newer_message_id = None
        return await edit(card, news)

    desk.board.edit_card = edit_late

    await desk.draw(change)

    assert desk.board.messages["1"].newer_message_id == "2"
    assert [card.is_closed for card in await desk.list_cards()] == [True, False]


async def test_a_plan_is_read_anew_after_a_day(desk):
    """Whoever chose the slots may have died before the cards were laid."""
    await desk.app.publishing.settings.set_slots(make_actor(), "Mon 09:00")
    await desk.draw()
    assert tell_times(desk.shown) == [18]

    desk.clock.advance(KEPT_FOR.total_seconds())
    await desk.draw()

    assert tell_times(desk.shown) == [9]


async def test_a_card_that_somebody_deleted_is_posted_anew(desk):
    message = desk.board.messages.pop("1")
    message.nonce = "another's"
    desk.board.messages["9"] = message

    await desk.draw()
    await desk.draw()

    assert [card.is_closed for card in await desk.list_cards()] == [True, False]


async def test_an_outage_is_told_by_whoever_reads_everything(desk):
    desk.board.failing["10"] = ExternalFailure("Discord is away.", retryable=True)

    with pytest.raises(ExternalFailure, match="Discord is away"):
        await desk.draw()


async def test_a_server_that_was_released_is_drawn_in_no_more(desk):
    binding = await desk.stores.guilds.find_guild("10")
    await desk.stores.guilds.remove_guild(binding)
    await desk.table.catch_up()
    before = len(desk.board.messages["1"].shown)

    await desk.draw()

    assert len(desk.board.messages["1"].shown) == before


async def test_a_card_of_a_former_version_is_drawn_from_everything_once(desk):
    (card,) = await desk.list_cards()
    await desk.stores.cards.save_card(replace(card, terms=None))
    await desk.table.catch_up()

    await desk.draw()

    (drawn,) = await desk.list_cards()
    assert drawn.terms is not None


async def test_a_job_of_a_version_to_come_reads_everything(desk):
    await desk.queue()
    await desk.app.publishing.settings.set_slots(make_actor(), "Mon 09:00")

    await desk.perform(replace(desk.queued.pop(), about="something new"))

    assert tell_times(desk.shown) == [9]
