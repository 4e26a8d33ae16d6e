from core.adapters.table import keys
from core.adapters.table.items.publication_items import by_clip_key
from core.adapters.table.table import ItemKey
from core.domain.work.ids import PublicationId
from tests.builders import (
    CREATOR,
    make_clip,
    make_publication,
    make_spike,
    make_stream,
    make_test_ulid,
)

CLIP = make_clip().id


async def _publish(stores, count):
    publications = [make_publication(id=PublicationId(make_test_ulid(n))) for n in range(count)]
    await stores.spikes.add_spike(make_stream(), make_spike(), clip=make_clip())
    await stores.clips.save_clip(make_clip(), publications=publications)
    return tuple(reversed(publications))


async def test_the_publications_of_a_clip_are_one_query_and_one_batch(stores, table):
    published = await _publish(stores, 3)
    await stores.publications.list_publications_of_clip(CREATOR, CLIP)
    table.calls.clear()

    found = await stores.publications.list_publications_of_clip(CREATOR, CLIP)

    assert found == published
    assert table.calls == {"query": 1, "batch_get": 1}


async def test_publications_that_an_older_program_added_are_found_and_counted_in_once(
    stores, table
):
    """It wrote no rows that find them by their clip."""
    published = await _publish(stores, 30)
    pk = keys.creator_pk(CREATOR)
    for publication in published:
        await table.delete_if(ItemKey(pk, keys.clip_publication_sk(CLIP, publication.id)))
    table.calls.clear()

    assert await stores.publications.list_publications_of_clip(CREATOR, CLIP) == published

    assert table.calls["batch_put"] == 2
    assert await table.get(by_clip_key(CREATOR)) is not None
    table.calls.clear()
    assert await stores.publications.list_publications_of_clip(CREATOR, CLIP) == published
    assert table.calls == {"query": 1, "batch_get": 1}
