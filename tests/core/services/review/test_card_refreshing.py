"""A card is drawn again from little, and never stays behind, however late reads answer."""

import random
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest

from core.adapters.table.items.people_items import card_key
from core.adapters.table.sqlite import SqliteTable
from core.adapters.table.stores import open_stores
from core.app import App
from core.domain.clips.clip import ClipStatus
from core.domain.publishing.publication import PublicationStatus
from core.domain.review.ballot import make_ballot
from core.domain.review.card_terms import KEPT_FOR, CardCause, CardChange
from core.domain.work.job import Job
from core.errors import ExternalFailure
from core.services.work.job_handlers import JobProgress
from tests.builders import (
    CREATOR,
    make_actor,
    make_asset,
    make_binding,
    make_clip,
    make_publication,
    make_score,
    make_spike,
    make_stream,
    make_test_ulid,
)
from tests.contracts.stale_table import StaleTable
from tests.fakes.app import make_limits, make_ports
from tests.fakes.secrets import FakeCipher
from tests.fakes.time_and_ids import FakeClock

CLIP_ID = make_clip().id


class Desk:
    """A clip in review on its card, in a table whose cheap reads stand still until told."""

    def __init__(self, app, table):
        self.app, self.table, self.stores = app, table, app.ports.stores
        self.board, self.clock = app.ports.review.board, app.ports.clock
        self.queued: list[Job] = []
        self.number = 0

    async def fill(self, folder, **binding):
        picture = folder / "a picture"
        picture.write_bytes(b"a picture")
        for key in ("k/clip.mp4", "k/clip.jpg", "k/new.mp4"):
            await self.app.ports.storage.put_file(key, picture)
        clip = make_clip(
            status=ClipStatus.IN_REVIEW,
            score=make_score(),
            object_key="k/clip.mp4",
            thumbnail_key="k/clip.jpg",
        )
        await self.stores.streams.add_stream(make_stream())
        await self.stores.assets.add_asset(make_asset())
        await self.stores.spikes.add_spike(make_stream(), make_spike(), clip=clip)
        await self.stores.guilds.add_guild(make_binding(**binding))
        await self.app.publishing.settings.set_slots(make_actor(), "Mon 18:00")
        await self.draw(CardChange.ALL)
        await self.table.catch_up()
        return self

    async def queue(self, change=CardChange.CLIP, *, added=()):
        self.number += 1
        cause = CardCause(change=change)
        if added is not None:
            cause = replace(cause, version=await self._find_version(change), added=added)
        self.queued += await self.app.clips.card_jobs.make(
            CREATOR, CLIP_ID, str(self.number), cause=cause
        )

    async def _find_version(self, change):
        """Return the version that a change made, as whoever makes the job knows it."""
        if change is CardChange.CLIP:
            return (await self.get_clip()).version
        ballot = await self.stores.ballots.find_ballot(CREATOR, CLIP_ID)
        return ballot.version if ballot else None

    async def draw(self, change=CardChange.CLIP, *, added=()):
        await self.queue(change, added=added)
        await self.perform(self.queued.pop())

    async def perform(self, job):
        await self.app.review.cards.post_card(job, JobProgress())

    async def vote(self, person):
        ballot = await self.stores.ballots.find_ballot(CREATOR, CLIP_ID)
        cut = (await self.list_cards())[-1]
        ballot = make_ballot(cut, stored=ballot)
        await self.stores.ballots.save_ballot(ballot.approve(person))

    async def change_clip(self, **changes):
        clip = await self.get_clip()
        return await self.app.ports.stores.clips.save_clip(replace(clip, **changes))

    async def get_clip(self):
        return await self.stores.clips.get_clip(CREATOR, CLIP_ID)

    async def list_cards(self):
        return await self.stores.cards.list_cards(CREATOR, CLIP_ID)

    @property
    def shown(self):
        """What stands on the newest message."""
        return list(self.board.messages.values())[-1].shown[-1]

    async def read_whole(self):
        return await self.app.review.news.read(await self.get_clip())


@asynccontextmanager
async def open_desk(folder, **binding):
    clock = FakeClock()
    (folder / "ahead").mkdir()
    (folder / "behind").mkdir()
    ahead = await SqliteTable.open(folder / "ahead" / "truss.db")
    behind = await SqliteTable.open(folder / "behind" / "truss.db")
    table = StaleTable(ahead, behind)
    stores = open_stores(table, cursor_secret=b"s" * 32, clock=clock, cipher=FakeCipher())
    app = App(replace(make_ports(folder, clock), stores=stores), make_limits(folder))
    try:
        yield await Desk(app, table).fill(folder, **binding)
    finally:
        await ahead.close()
        await behind.close()


@pytest.fixture
async def desk(tmp_path):
    async with open_desk(tmp_path, approvals_needed=2) as desk:
        yield desk


def tell_times(news):
    return [one.at.hour for one in news.planned]


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


@pytest.mark.parametrize("seed", range(8))
async def test_whatever_happens_a_card_ends_as_the_clip_is(tmp_path, seed):
    """Changes, their jobs and what reads have caught up with come in any order."""
    chance = random.Random(seed)
    async with open_desk(tmp_path, approvals_needed=2) as desk:
        edit = desk.board.edit_card

        async def edit_late(card, news):
            if desk.queued and chance.random() < 0.3:
                await desk.perform(desk.queued.pop(0))
            return await edit(card, news)

        desk.board.edit_card = edit_late
        for _ in range(20):
            await chance.choice(CHANGES)(desk, chance)
            desk.clock.advance(chance.choice([0.0, 1.0, 10.0]))
            if desk.queued and chance.random() < 0.5:
                await desk.perform(desk.queued.pop(chance.randrange(len(desk.queued))))
            if chance.random() < 0.3:
                await desk.table.reveal(card_key("1"))
            if chance.random() < 0.1:
                await desk.table.catch_up()
        while desk.queued:
            await desk.perform(desk.queued.pop(0))
        await desk.table.catch_up()

        assert _tell(desk.shown) == _tell(await desk.read_whole())
        (card,) = await desk.list_cards()
        assert card.clip_version == (await desk.get_clip()).version


def _tell(news):
    """Return what of the news people see."""
    named = news.clip.status in {ClipStatus.IN_REVIEW, ClipStatus.APPROVED}
    language = news.terms.language
    return (
        news.clip,
        news.publications,
        news.approvals if named else (),
        news.planned,
        news.source,
        language if news.clip.status is ClipStatus.IN_REVIEW else "",
    )


async def _rename(desk, chance):
    await desk.change_clip(title=f"Title {chance.random()}")
    await desk.queue()


async def _vote(desk, chance):
    await desk.vote(f"discord:{chance.randrange(9)}")
    await desk.queue(CardChange.BALLOT)


async def _set_slots(desk, chance):
    await desk.app.publishing.settings.set_slots(make_actor(), f"Mon {chance.randrange(10, 20)}:00")
    if (await desk.get_clip()).status is ClipStatus.IN_REVIEW:
        await desk.queue(CardChange.ALL)


async def _set_language(desk, chance):
    kept = await desk.stores.profiles.get_profile(CREATOR)
    language = chance.choice(["de", "fr", "en"])
    await desk.stores.profiles.save_profile(replace(kept, language=language))
    if (await desk.get_clip()).status is ClipStatus.IN_REVIEW:
        await desk.queue(CardChange.ALL)


async def _decide(desk, chance):
    clip = await desk.get_clip()
    if clip.status is ClipStatus.IN_REVIEW:
        clip = clip.move_to(ClipStatus.APPROVED, at=desk.clock.now())
        made = make_publication(id=make_test_ulid(1000 + clip.version))
        await desk.stores.clips.save_clip(clip, publications=[made])
        await desk.queue(added=(made.id,))
        return
    publications = await desk.stores.publications.list_publications_of_clip(CREATOR, CLIP_ID)
    changed = [
        one.move_to(PublicationStatus.CANCELLED, at=desk.clock.now())
        for one in publications
        if one.status is PublicationStatus.SCHEDULED
    ]
    back = clip.move_to(ClipStatus.IN_REVIEW, at=desk.clock.now())
    await desk.stores.clips.save_clip(back, changed=changed)
    await desk.queue(chance.choice([CardChange.CLIP, CardChange.ALL]))


CHANGES = (_rename, _vote, _set_slots, _set_language, _decide)
