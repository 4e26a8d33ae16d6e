"""A card is drawn from what it keeps only where that is as new as it has to be."""

from dataclasses import replace

import pytest

from core.adapters.table.items.people_items import card_key
from core.adapters.table.stores import open_stores
from core.app import App
from core.domain.clips.clip import ClipStatus
from core.domain.publishing.publication import PublicationStatus
from core.domain.review.card_terms import CardChange
from tests.builders import make_actor, make_binding, make_publication
from tests.core.services.review.card_desk import Desk, open_desk, tell_times
from tests.fakes.app import make_limits, make_ports
from tests.fakes.secrets import FakeCipher


@pytest.fixture
async def desk(tmp_path):
    async with open_desk(tmp_path) as desk:
        yield desk


async def approve(desk):
    clip = (await desk.get_clip()).move_to(ClipStatus.APPROVED, at=desk.clock.now())
    made = make_publication()
    await desk.stores.clips.save_clip(clip, publications=[made])
    await desk.queue(added=(made.id,))
    return made


async def take_back(desk, made):
    back = (await desk.get_clip()).move_to(ClipStatus.IN_REVIEW, at=desk.clock.now())
    cancelled = made.move_to(PublicationStatus.CANCELLED, at=desk.clock.now())
    await desk.stores.clips.save_clip(back, changed=[cancelled])
    await desk.queue()


@pytest.mark.parametrize("is_drawn_between", [True, False])
async def test_an_approval_that_is_taken_back_shows_what_was_chosen_meanwhile(
    desk, is_drawn_between
):
    """No job follows a change of slots of a clip that does not wait."""
    made = await approve(desk)
    if is_drawn_between:
        await desk.perform(desk.queued.pop())
        await desk.table.catch_up()
    await desk.app.publishing.settings.set_slots(make_actor(), "Mon 09:00")
    await take_back(desk, made)
    while desk.queued:
        await desk.perform(desk.queued.pop(0))
        await desk.table.catch_up()

    assert tell_times(desk.shown) == [9]


async def add_server(desk):
    """Set up another server while nothing brings its cards, as a failed first job leaves it."""
    await desk.stores.guilds.add_guild(make_binding(guild_id="77", review_channel_id="770"))
    await desk.table.catch_up()


async def list_open(desk):
    return [card.guild_id for card in await desk.list_cards() if not card.is_closed]


@pytest.mark.parametrize("change", [CardChange.CLIP, CardChange.BALLOT])
async def test_a_server_that_lacks_the_card_gets_it_from_the_next_job(desk, change):
    await add_server(desk)
    await desk.vote("discord:20")
    assert await list_open(desk) == ["10"]

    await desk.draw(change)

    assert await list_open(desk) == ["10", "77"]


async def test_a_server_without_a_card_gets_none_of_a_clip_that_is_decided(desk):
    await approve(desk)
    await add_server(desk)

    await desk.perform(desk.queued.pop())

    assert await list_open(desk) == ["10"]
    assert desk.shown.clip.status is ClipStatus.APPROVED


async def test_a_server_is_never_shown_as_it_was_before_the_card_was_drawn(desk):
    """The card is read as it is now, and the server's setup as it was."""
    binding = await desk.stores.guilds.find_guild("10")
    await desk.stores.guilds.save_guild(replace(binding, approvals_needed=2))
    await desk.draw(CardChange.ALL)
    await desk.table.reveal(card_key("1"))

    await desk.draw()

    assert desk.shown.approvals_needed == 2


async def open_another(desk, folder):
    """Return the desk of another process, with what it has read for itself."""
    folder.mkdir()
    clock, review = desk.clock, desk.app.ports.review
    stores = open_stores(desk.table, cursor_secret=b"s" * 32, clock=clock, cipher=FakeCipher())
    ports = replace(make_ports(folder, clock), stores=stores, review=review)
    another = Desk(App(ports, make_limits(folder)), desk.table)
    another.number = 500
    return another


async def test_a_late_job_takes_nothing_back_that_it_read_before_another_drew(desk, tmp_path):
    """What a process read after the job was made may be older than the card all the same."""
    another = await open_another(desk, tmp_path / "another")
    for _ in range(2):
        await desk.queue(CardChange.ALL)
    desk.clock.advance(6.0)
    await desk.perform(desk.queued.pop())
    desk.clock.advance(4.0)
    await another.app.publishing.settings.set_slots(make_actor(), "Mon 09:00")
    await another.draw(CardChange.ALL)
    assert tell_times(desk.shown) == [9]

    desk.clock.advance(5.0)
    await desk.perform(desk.queued.pop())

    assert tell_times(desk.shown) == [9]


async def test_terms_are_as_old_as_the_oldest_that_was_read_for_them(desk):
    since = desk.clock.now()
    desk.clock.advance(10.0)
    read_at = desk.clock.now()
    await desk.app.cards.news.read(await desk.get_clip(), since=since)
    desk.clock.advance(20.0)

    news = await desk.app.cards.news.read(await desk.get_clip(), since=since)
    anew = await desk.app.cards.news.read(await desk.get_clip())

    assert news.terms.read_at == read_at
    assert anew.terms.read_at == desk.clock.now()


@pytest.mark.parametrize("change", [CardChange.CLIP, CardChange.ALL])
async def test_a_clip_that_is_older_than_its_card_is_read_again(desk, change):
    """Another draws the card after the clip was read, and before the cards are."""
    list_cards, begun = desk.stores.cards.list_cards, list[object]()

    async def list_late(*names, **how):
        if not begun:
            begun.append(names)
            await desk.change_clip(title="The newest")
            await desk.draw()
            await desk.table.catch_up()
        return await list_cards(*names, **how)

    desk.stores.cards.list_cards = list_late

    await desk.draw(change)

    assert desk.shown.clip.title == "The newest"
