"""Clips are spread while processes write and read: all are listed, in order, once, on each engine.

A process here is a set of stores of its own. One that names clips read the number of partitions at
some time before it writes, so the number that it knows may be an old one.
"""

import asyncio
import random
from dataclasses import replace
from functools import partial

import pytest

from core.adapters.table.clip_spreading import spread_clips
from core.adapters.table.stores import open_stores
from core.domain.clips.clip import ClipStatus
from core.domain.work.ids import clip_shard, make_clip_id, make_ulid
from tests.builders import CREATOR, NOON, make_clip, make_score, make_stream
from tests.contracts.conftest import SECRET
from tests.contracts.paging import read_all
from tests.contracts.stepped_clock import SteppedClock
from tests.core.adapters.table.counting_table import CountingTable

EARLIER, A_WRITER, READERS = 6, 8, 2
RAISED = (2, 8)


class Replica(CountingTable):
    """Answers what is not read strongly from before the clips were spread."""

    def __init__(self, table):
        super().__init__(table)
        self.former = {}

    async def get(self, key, *, consistent=False):
        found = await super().get(key, consistent=consistent)
        return found if consistent else self.former.setdefault(key, found)


def _open(table):
    return open_stores(table, cursor_secret=SECRET, clock=SteppedClock())


def _make(number, shards, **given):
    rng = random.Random(number)
    ulid = make_ulid(NOON.replace(microsecond=number * 1000), rng.randbytes(10))
    given = {"score": make_score(), "status": ClipStatus.IN_REVIEW} | given
    return make_clip(id=make_clip_id(ulid, shards=shards), created_at=NOON, spike=None, **given)


async def _list(stores, limit=5):
    async def read(cursor):
        return await stores.clips.list_clips(CREATOR, cursor=cursor, limit=limit)

    return await read_all(read)


async def _list_waiting(stores, cursor):
    waiting = ClipStatus.IN_REVIEW
    return await stores.clips.list_clips_by_status(CREATOR, waiting, cursor=cursor, limit=3)


async def _list_scored(stores, cursor):
    return await stores.clips.list_clips_by_score(CREATOR, at_least=1, cursor=cursor, limit=3)


class Crowd:
    """Processes that write and read the clips of one creator at the same time."""

    def __init__(self, table):
        self.table = table
        self.writers = [_open(Replica(table)) for _ in range(2)]
        self.readers = [_open(Replica(table)) for _ in range(READERS)]
        self.written, self.walks = [], []
        self.is_over = asyncio.Event()

    async def add(self, stores, number, shards):
        clip = _make(number, shards)
        assert await stores.clips.add_clip(clip)
        self.written.append(clip)

    async def write(self, stores, first):
        known = await stores.profiles.get_profile(CREATOR)
        for number in range(first, first + A_WRITER):
            newer = await stores.profiles.get_profile(CREATOR)
            await self.add(stores, number, known.clip_shards)
            known = newer

    async def read(self, stores):
        while not self.is_over.is_set():
            before = {clip.id for clip in self.written}
            self.walks.append((before, [clip.id for clip in await _list(stores)]))

    async def spread(self):
        for shards in RAISED:
            await asyncio.sleep(0.01)
            await spread_clips(self.table, CREATOR, shards=shards)


async def test_clips_written_while_they_are_spread_are_all_listed_once_and_in_order(table):
    crowd = Crowd(table)
    await crowd.writers[0].streams.add_stream(make_stream())
    for number in range(EARLIER):
        await crowd.add(crowd.writers[0], number, 1)

    reading = [asyncio.create_task(crowd.read(stores)) for stores in crowd.readers]
    firsts = (EARLIER, EARLIER + A_WRITER)
    await asyncio.gather(*map(crowd.write, crowd.writers, firsts), crowd.spread())
    await crowd.add(crowd.writers[0], 99, RAISED[-1])
    crowd.is_over.set()
    await asyncio.gather(*reading)

    for before, ids in crowd.walks:
        assert ids == sorted(set(ids), reverse=True)
        assert before <= set(ids)
    everything = sorted(crowd.written, key=lambda clip: clip.id, reverse=True)
    for stores, limit in ((crowd.writers[0], 500), (crowd.readers[1], 4)):
        assert await _list(stores, limit) == everything
    assert len({clip_shard(clip.id) for clip in crowd.written}) > 1


@pytest.mark.parametrize("shards", [1, 8])
async def test_clips_on_both_sides_are_found_changed_and_filtered_alike(table, shards):
    one, other = _open(table), _open(table)
    await one.streams.add_stream(make_stream())
    before = [_make(number, 1) for number in range(6)]
    for clip in before:
        await one.clips.add_clip(clip)
    await spread_clips(table, CREATOR, shards=shards)
    after = [_make(number, shards) for number in range(6, 14)]
    for clip in after:
        await other.clips.add_clip(clip)

    gone = [
        await one.clips.save_clip(replace(clip, status=ClipStatus.REJECTED))
        for clip in (before[0], after[0])
    ]

    left = {clip.id for clip in (*before[1:], *after[1:])}
    for stores in (one, other):
        by_status = await read_all(partial(_list_waiting, stores))
        by_score = await read_all(partial(_list_scored, stores))
        assert {clip.id for clip in by_status} == left
        assert len(by_status) == len(left)
        assert {clip.id for clip in by_score} == left | {clip.id for clip in gone}
        assert len(by_score) == 14
        assert await stores.clips.find_clips(CREATOR, [clip.id for clip in gone]) == tuple(gone)


async def test_a_creator_is_forgotten_whose_clips_are_spread_meanwhile(table):
    stores = _open(table)
    await stores.streams.add_stream(make_stream())
    await stores.clips.add_clip(_make(1, 1))

    class Late(CountingTable):
        """Spreads them, and writes one more, once the partitions were looked at."""

        async def delete_if(self, key, condition=None):
            if key.sk == "METADATA" and not self.calls["late"]:
                self.calls["late"] += 1
                await raise_late()
            return await super().delete_if(key, condition)

    late = next(clip for n in range(2, 50) if clip_shard((clip := _make(n, 8)).id) > 0)

    async def raise_late():
        await stores.clips.spread_clips(CREATOR, shards=8)
        await stores.clips.add_clip(late)

    await _open(Late(table)).workspace.forget_creator(CREATOR)

    assert await stores.clips.find_clips(CREATOR, [late.id]) == ()
    assert (await stores.profiles.get_profile(CREATOR)).version == 0
