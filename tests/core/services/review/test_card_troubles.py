import pytest

from core.errors import ExternalFailure
from core.services.review.card_troubles import CardTroubles
from core.services.work.health import Health
from tests.builders import make_binding, make_clip
from tests.fakes.people import FakeNotices
from tests.fakes.time_and_ids import FakeClock

PLACE = make_binding()


class SilentNotices(FakeNotices):
    """A board that reaches nobody."""

    async def tell_owner(self, place, sentence):
        raise ExternalFailure("Nobody is there.", retryable=True)


@pytest.fixture
def notices():
    return FakeNotices()


@pytest.fixture
def health():
    return Health(clock=FakeClock())


@pytest.fixture
def troubles(health, notices):
    return CardTroubles(health=health, notices=notices)


async def test_a_channel_that_refuses_is_told_of_once_until_it_takes_a_card(
    troubles, health, notices
):
    for _ in range(3):
        await troubles.note_refused(PLACE, "Give Truss the right.")

    assert notices.told == [("10", "Give Truss the right.")]
    assert [part.trouble for part in health.list_troubles()] == ["Give Truss the right."]
    assert troubles.is_refused("11")

    troubles.note_taken("11")

    assert not troubles.is_refused("11")
    assert health.list_troubles() == ()


async def test_an_owner_who_cannot_be_told_reads_it_on_the_page(health):
    troubles = CardTroubles(health=health, notices=SilentNotices())

    await troubles.note_refused(PLACE, "Give Truss the right.")

    assert len(health.list_troubles()) == 1


def test_an_outage_ends_with_the_first_card_that_is_taken(troubles, health):
    troubles.note_outage("Discord cannot be reached.")
    (part,) = health.list_troubles()
    assert part.trouble == "Discord cannot be reached. It is tried again until it works."

    troubles.note_taken("11")

    assert health.list_troubles() == ()


async def test_a_channel_that_is_no_review_channel_any_more_is_forgotten(troubles, health):
    await troubles.note_refused(PLACE, "Give Truss the right.")

    troubles.keep_only(frozenset({"77"}))

    assert health.list_troubles() == ()


def test_a_clip_without_a_card_is_hopeless_until_it_is_shown(troubles):
    clip = make_clip()
    troubles.note_hopeless(clip.id)
    assert troubles.is_hopeless(clip.id)

    troubles.note_shown(clip.id)

    assert not troubles.is_hopeless(clip.id)
