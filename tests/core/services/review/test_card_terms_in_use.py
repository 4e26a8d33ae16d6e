"""A card is drawn from what it keeps only where that is as new as it has to be."""

import pytest

from core.domain.clips.clip import ClipStatus
from core.domain.publishing.publication import PublicationStatus
from tests.builders import make_actor, make_publication
from tests.core.services.review.card_desk import open_desk, tell_times


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

    assert tell_times(desk.shown) == [9]
