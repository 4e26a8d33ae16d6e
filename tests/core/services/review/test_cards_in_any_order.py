"""Whatever comes in whatever order, a card ends as its clip is."""

import random
from dataclasses import replace

import pytest

from core.adapters.table.items.people_items import card_key
from core.domain.clips.clip import ClipStatus
from core.domain.publishing.publication import PublicationStatus
from core.domain.review.card_terms import CardChange
from tests.builders import (
    CREATOR,
    make_actor,
    make_publication,
    make_test_ulid,
)
from tests.core.services.review.card_desk import CLIP_ID, open_desk


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
