"""The SQLite engine, measured: pages at 100 and at a million clips, and durable writes.

Run `python -m tests.bench.bench_table [--clips N] [--home DIR]`. The big set (about 2.6 GB for a
million clips) is built once and kept in DIR.
"""

from __future__ import annotations

import argparse
import asyncio
import shutil
import sqlite3
import statistics
import sys
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

from core.adapters.clock import SystemClock
from core.adapters.table.expressions import Attr
from core.adapters.table.items.clip_items import clip_item
from core.adapters.table.limits import check_item
from core.adapters.table.sqlite import SqliteTable
from core.adapters.table.sqlite_rows import GET, PUT, SCHEMA, encode_row
from core.adapters.table.sqlite_threads import connect
from core.adapters.table.stores import open_stores
from core.adapters.table.table import Item
from core.domain.clips.clip import Clip, ClipStatus
from core.domain.clips.virality import ScorePart, ViralityScore
from core.ports.paging import Page
from core.ports.stores import Stores
from tests.builders import CREATOR, NOON, make_clip, make_test_clip_id

PAGE_RATIO_MAX = 1.5
WRITE_RATIO_MIN = 0.7
PAGES = 5
ROUNDS = 60
WRITES = 1500
TOGETHER = 16
RAW = "raw sqlite3"
MANY = f"{TOGETHER} writers"
_STATUSES = (ClipStatus.IN_REVIEW, ClipStatus.APPROVED, ClipStatus.REJECTED)

ReadPage = Callable[[Stores, str | None], Awaitable[Page[Clip]]]
LISTS: dict[str, ReadPage] = {
    "by score": lambda s, cursor: s.clips.list_clips_by_score(CREATOR, at_least=0, cursor=cursor),
    "by status": lambda s, cursor: s.clips.list_clips_by_status(
        CREATOR, ClipStatus.IN_REVIEW, cursor=cursor
    ),
    "all clips": lambda s, cursor: s.clips.list_clips(CREATOR, cursor=cursor),
}


def make_item(number: int, statuses: tuple[ClipStatus, ...]) -> Item:
    """Return a clip of about 1.4 KB with a score and a status of its own."""
    points = number * 7919 % 101
    part = ScorePart(name="chat", points=points, out_of=100, reason="Chat erupted at once. " * 8)
    clip = make_clip(
        id=make_test_clip_id(number),
        created_at=NOON + timedelta(seconds=number),
        title=f"Clip {number}",
        score=ViralityScore(parts=(part,)),
        status=statuses[number % len(statuses)],
        object_key=f"creators/ada/clips/{number}.mp4",
        thumbnail_key=f"creators/ada/clips/{number}.jpg",
    )
    return check_item(clip_item(clip))


def build(path: Path, count: int, statuses: tuple[ClipStatus, ...]) -> None:
    """Make a file with `count` clips, unless it is there; a half-built one is made anew."""
    if path.exists():
        return
    making = path.with_suffix(".making")
    making.unlink(missing_ok=True)
    with closing(sqlite3.connect(making, isolation_level=None)) as connection:
        connection.execute("PRAGMA synchronous=OFF")
        for statement in SCHEMA:
            connection.execute(statement)
        for start in range(0, count, 20_000):
            connection.execute("BEGIN")
            numbers = range(start, min(start + 20_000, count))
            connection.executemany(PUT, (encode_row(make_item(n, statuses)) for n in numbers))
            connection.execute("COMMIT")
            print(f"\r{numbers.stop:,} of {count:,} clips", end="", file=sys.stderr)  # noqa: T201
    making.rename(path)


async def time_pages(path: Path) -> dict[str, float]:
    """Return the median time of a page of each list, in milliseconds."""
    table = await SqliteTable.open(path)
    stores = open_stores(table, cursor_secret=b"only for measuring", clock=SystemClock())
    medians = {}
    for name, read in LISTS.items():
        times = []
        for _ in range(ROUNDS):
            cursor = None
            for _ in range(PAGES):
                started = time.perf_counter()
                page = await read(stores, cursor)
                times.append(time.perf_counter() - started)
                assert len(page.items) == 20
                cursor = page.cursor
        medians[name] = statistics.median(times) * 1000
    await table.close()
    return medians


async def time_writes(path: Path, items: list[Item], together: int) -> float:
    """Return durable writes a second, `together` of them waiting at a time."""
    table = await SqliteTable.open(path)
    fresh = Attr("PK").not_exists()
    left: Iterator[Item] = iter(items)

    async def write() -> None:
        for item in left:
            await table.put_if(item, fresh)

    started = time.perf_counter()
    await asyncio.gather(*(write() for _ in range(together)))
    rate = len(items) / (time.perf_counter() - started)
    await table.close()
    return rate


def time_raw_writes(path: Path, items: list[Item]) -> float:
    """Return what `sqlite3` alone does with the same statements, pragmas and transactions."""
    rows = [encode_row(item) for item in items]
    with closing(connect(path)) as connection:
        for statement in SCHEMA:
            connection.execute(statement)
        started = time.perf_counter()
        for row in rows:
            connection.execute("BEGIN IMMEDIATE")
            connection.execute(GET, row[:2]).fetchone()
            connection.execute(PUT, row)
            connection.execute("COMMIT")
        return len(rows) / (time.perf_counter() - started)


def measure_writes(home: Path) -> dict[str, float]:
    """Return the median rate of each way to write, measured in turn."""
    rates: dict[str, list[float]] = {RAW: [], "one writer": [], MANY: []}
    items = [make_item(number, _STATUSES) for number in range(WRITES)]
    scratch = home / "writes"
    for number in range(3):
        scratch.mkdir(parents=True, exist_ok=True)
        paths = [scratch / f"{number}-{place}.db" for place in range(3)]
        rates[RAW].append(time_raw_writes(paths[0], items))
        rates["one writer"].append(asyncio.run(time_writes(paths[1], items, 1)))
        rates[MANY].append(asyncio.run(time_writes(paths[2], items, TOGETHER)))
        shutil.rmtree(scratch)
    return {name: statistics.median(found) for name, found in rates.items()}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--clips", type=int, default=1_000_000)
    parser.add_argument("--home", type=Path, default=Path("var/bench"))
    given = parser.parse_args()
    given.home.mkdir(parents=True, exist_ok=True)
    small, big = given.home / "table-100.db", given.home / f"table-{given.clips}.db"
    build(small, 100, (ClipStatus.IN_REVIEW,))
    build(big, given.clips, _STATUSES)

    passed = True
    few, many = asyncio.run(time_pages(small)), asyncio.run(time_pages(big))
    for name in LISTS:
        ratio = many[name] / few[name]
        passed &= ratio <= PAGE_RATIO_MAX
        print(  # noqa: T201
            f"page of 20 {name:<10} 100 clips {few[name]:6.2f} ms, {given.clips:,} clips "
            f"{many[name]:6.2f} ms, ratio {ratio:.2f} (at most {PAGE_RATIO_MAX})"
        )
    rates = measure_writes(given.home)
    for name, rate in rates.items():
        print(f"durable writes, {name:<14} {rate:8.0f}/s, ratio {rate / rates[RAW]:.2f}")  # noqa: T201
    ratio = rates[MANY] / rates[RAW]
    passed &= ratio >= WRITE_RATIO_MIN
    print(  # noqa: T201
        f"durable writes, {MANY} against {RAW}: ratio {ratio:.2f} (at least {WRITE_RATIO_MIN}); "
        "a writer that waits for each answer also pays for two changes of thread, "
        "about 0.1 ms beside the flush of the disk"
    )
    return 0 if passed else 1


if __name__ == "__main__":
    raise SystemExit(main())
