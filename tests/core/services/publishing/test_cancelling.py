import pytest

from core.domain.publishing.publication import PublicationStatus
from core.errors import Conflict
from core.services.publishing.cancelling import cancel_publications
from tests.builders import NOON, make_clip, make_publication, make_spike, make_stream
from tests.builders import make_test_clip_id as make_id
from tests.fakes.stores import FakeStores
from tests.fakes.time_and_ids import FakeClock


async def add(stores, clip, **given):
    await stores.spikes.add_spike(make_stream(), make_spike(), clip=clip)
    await stores.clips.save_clip(clip, publications=[make_publication(clip_id=clip.id, **given)])


@pytest.mark.parametrize(
    "status",
    [
        PublicationStatus.SCHEDULED,
        PublicationStatus.RETRY_AT,
        PublicationStatus.QUOTA_WAIT,
        PublicationStatus.RECONNECT_REQUIRED,
        PublicationStatus.FAILED,
    ],
)
async def test_what_waits_is_cancelled(status):
    stores = FakeStores(FakeClock())
    await add(stores, make_clip(), status=status)

    (cancelled,) = await cancel_publications(stores.publications, make_clip(), at=NOON)

    assert cancelled.status is PublicationStatus.CANCELLED


@pytest.mark.parametrize(
    "status",
    [
        PublicationStatus.CLAIMED,
        PublicationStatus.UPLOADING,
        PublicationStatus.PROCESSING,
        PublicationStatus.PUBLISHED,
        PublicationStatus.PUBLISHED_NO_LINK,
        PublicationStatus.AWAITING_CREATOR,
        PublicationStatus.UNCONFIRMED,
    ],
)
async def test_what_is_out_or_may_be_is_not_called_back(status):
    stores = FakeStores(FakeClock())
    await add(stores, make_clip(), status=status)

    with pytest.raises(Conflict, match="on its way"):
        await cancel_publications(stores.publications, make_clip(), at=NOON)


async def test_what_was_cancelled_and_what_is_another_clips_is_left_alone():
    stores = FakeStores(FakeClock())
    await add(stores, make_clip(), status=PublicationStatus.CANCELLED)

    assert await cancel_publications(stores.publications, make_clip(), at=NOON) == ()
    assert await cancel_publications(stores.publications, make_clip(id=make_id(2)), at=NOON) == ()
