"""What the hourly run reads and writes, in DynamoDB's units, where nothing is due."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest

from core.adapters.table.items.measured_items import batch_item, measured_item
from core.adapters.table.items.publication_items import publication_item
from core.adapters.table.sqlite import SqliteTable
from core.adapters.table.stores import open_stores
from core.adapters.table.table import Query, QueryPage
from core.domain.learning.due_batch import DueBatch
from core.domain.learning.measured_post import note_post
from core.domain.publishing.publication import PublicationStatus
from core.domain.work.ids import CreatorId, PublicationId
from core.domain.work.platform import Platform
from tests.builders import NOON, make_publication, make_test_ulid
from tests.core.services.learning.test_post_measurement import Bench
from tests.unit_table import UnitTable

CREATORS, POSTS = 2000, 5000
HOUR = timedelta(hours=1)


class Crowd:
    """A table in which each creator has 5,000 posts more than are stored: reading them costs."""

    def __init__(self, table, sample):
        self._table = table
        self._sample = sample

    def __getattr__(self, name):
        return getattr(self._table, name)

    async def query(self, query: Query) -> QueryPage:
        asked = repr(query.condition)
        if "DUE#" in asked or "DIR#" in asked:
            page: QueryPage = await self._table.query(query)
            return page
        return QueryPage(items=tuple([self._sample] * POSTS), cursor=None)


def make_published(creator_id, days):
    at = NOON - timedelta(days=days)
    return make_publication(
        id=PublicationId(make_test_ulid(int(days))),
        creator_id=creator_id,
        platform=Platform.YOUTUBE,
        status=PublicationStatus.PUBLISHED,
        post_id="dQw4w9WgXcQ",
        created_at=at,
        updated_at=at,
    )


async def fill(table, creators: Sequence[CreatorId]):
    """Store what the run of this hour must not stumble over: batches that are due later."""
    rows = [
        batch_item(DueBatch(at=NOON + HOUR, creator_id=who, made_on=NOON.date()))
        for who in creators
    ]
    for start in range(0, len(rows), 25):
        await table.batch_put(rows[start : start + 25])


@pytest.fixture
async def world(tmp_path):
    sqlite = await SqliteTable.open(tmp_path / "truss.db")
    units = UnitTable(Crowd(sqlite, publication_item(make_published(CreatorId("c1"), 3))))
    bench: Any = Bench()
    bench.stores = open_stores(units, cursor_secret=b"a secret of the tests", clock=bench.clock)
    await bench.stores.due_batches.note_taken_up()
    yield bench, units, sqlite
    await sqlite.close()


async def test_nothing_due_costs_a_few_units_however_many_posts_there_are(world):
    bench, units, sqlite = world
    await fill(sqlite, [CreatorId(f"c{number}") for number in range(CREATORS)])
    units.reads = units.writes = 0.0
    measurement = bench.make()

    assert await measurement.measure_posts() == 0
    first = units.reads + units.writes
    assert await measurement.measure_posts() == 0

    assert first < 20, first
    assert (units.reads, units.writes) == (first + 8, 0)


async def test_a_post_of_90_days_costs_nothing_more(world):
    bench, units, sqlite = world
    post = note_post(make_published(CreatorId("c1"), 91), "", None)
    await sqlite.put_if(measured_item(post) | {"version": 1})
    batch = DueBatch(at=NOON, creator_id=post.creator_id, made_on=post.made_on)
    await sqlite.put_if(batch_item(batch))
    units._table = sqlite  # only what is stored
    measurement = bench.make()
    await measurement.measure_posts()
    units.reads = units.writes = 0.0

    for _ in range(3):
        bench.clock.advance(60)
        assert await measurement.measure_posts() == 0

    assert (units.reads, units.writes) == (3 * 8, 0)
