import pytest

from core.errors import NotFound
from core.services.clips.forwarding_stores import ForwardingClips, ForwardingPublications
from tests.builders import make_clip, make_publication
from tests.fakes.stores import FakeStores
from tests.fakes.time_and_ids import FakeClock


async def test_what_is_saved_through_it_lies_in_the_other_store():
    stores = FakeStores(FakeClock())
    clips, publications = ForwardingClips(stores.clips), ForwardingPublications(stores.publications)
    clip, publication = make_clip(), make_publication()

    assert await clips.add_clip(clip)

    assert await stores.clips.get_clip(clip.creator_id, clip.id) == clip
    assert (await clips.list_clips(clip.creator_id)).items == (clip,)
    with pytest.raises(NotFound):
        await publications.get_publication(publication.creator_id, publication.id)
