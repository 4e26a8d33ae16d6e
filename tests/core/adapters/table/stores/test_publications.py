import pytest

from core.adapters.table.stores.publications import PublicationTable
from core.domain.publishing.publication import PublicationStatus
from core.ports.publishing import PublicationStore
from tests.builders import make_clip, make_publication, make_spike, make_stream

_: type[PublicationStore] = PublicationTable


@pytest.mark.parametrize(
    ("status", "calls"),
    [
        (PublicationStatus.UPLOADING, {"put_if": 1}),
        (PublicationStatus.RETRY_AT, {"transact": 1}),  # with the due row
        (PublicationStatus.CANCELLED, {"transact": 1}),
    ],
)
async def test_a_changed_publication_is_one_write(stores, table, status, calls):
    await stores.spikes.add_spike(make_stream(), make_spike(), clip=make_clip())
    await stores.clips.save_clip(make_clip(), publications=[make_publication()])
    table.calls.clear()

    await stores.publications.save_publication(make_publication(status=status))

    assert table.calls == calls
