from dataclasses import replace

from core.domain.publishing.publication import PublicationStatus
from core.domain.work.meters import Meters
from core.services.publishing.metered_publications import MeteredPublications
from tests.builders import make_clip, make_publication
from tests.fakes.all_stores import FakeAllStores
from tests.fakes.time_and_ids import FakeClock


async def test_an_outcome_is_counted_once_however_often_it_is_saved():
    meters, stores = Meters(), FakeAllStores(FakeClock()).bundle()
    clip, publication = make_clip(), make_publication()
    await stores.clips.add_clip(clip)
    await stores.clips.save_clip(clip, publications=[publication])
    metered = MeteredPublications(stores.publications, meters)

    failed = replace(publication, status=PublicationStatus.FAILED)
    saved = await metered.save_publication(failed)
    await metered.save_publication(saved)

    outcome = {"platform": publication.platform.value, "outcome": "failed"}
    assert meters.read("truss_publications_total", **outcome) == 1
