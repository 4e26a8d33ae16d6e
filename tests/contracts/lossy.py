"""Engines whose answers are lost below the place where calls are sent again."""

from __future__ import annotations

import asyncio
import random
import sqlite3
import uuid
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import pytest
import stamina
from botocore.config import Config

from core.adapters.aws import THREADS
from core.adapters.table.copying import FIRST, SqliteSource
from core.adapters.table.dynamodb import DynamoTable
from core.adapters.table.sqlite import SqliteTable
from core.adapters.table.table import Item, Table
from tests.contracts.boto_session import find_session
from tests.contracts.dynamodb import create_in_double
from tests.servers.dynamodb import Faults, run_faulty_dynamo

TRIES = 40
Meanwhile = Callable[[], Awaitable[object]]


class Losses(Protocol):
    """Which answers are lost: every other one, or a share of them, after they were given."""

    loses_every_other: bool
    meanwhile: Meanwhile | None
    faults: Faults
    counts: Counter[str]


class LossyThreads:
    """Does what the threads do and says then, now and then, that the disk failed."""

    def __init__(self, threads: Any, *, seed: int = 1) -> None:
        self._threads = threads
        self._chance = random.Random(seed)
        self._is_next_lost = False
        self.loses_every_other = False
        self.meanwhile: Meanwhile | None = None
        self.faults = Faults()
        self.counts: Counter[str] = Counter()

    async def call(self, work: Any, **given: Any) -> Any:
        value = await self._threads.call(work, **given)
        if self._loses():
            if self.meanwhile is not None:
                meanwhile, self.meanwhile = self.meanwhile, None
                await meanwhile()
            raise sqlite3.OperationalError("disk I/O error")
        return value

    def stop(self) -> None:
        self._threads.stop()

    def _loses(self) -> bool:
        self._is_next_lost = self.loses_every_other and not self._is_next_lost
        return self._is_next_lost or self._chance.random() < self.faults.lost


@dataclass(frozen=True, slots=True, kw_only=True)
class LossyTable:
    """A table that loses answers, one beside it that loses none, and all that both hold."""

    table: Table
    other: Table
    losses: Losses
    read_all: Callable[[], Awaitable[list[Item]]]


@asynccontextmanager
async def open_lossy_sqlite(folder: Path) -> AsyncIterator[LossyTable]:
    path = folder / "lossy.sqlite3"
    opened = await SqliteTable.open(path)
    threads: Any = LossyThreads(opened._writer)
    table = SqliteTable(path, writer=threads, readers=opened._readers)

    def read() -> list[Item]:
        source = SqliteSource(path, now=0)
        try:
            return source.read_after(FIRST, 1000)
        finally:
            source.close()

    try:
        yield LossyTable(
            table=table, other=opened, losses=threads, read_all=lambda: asyncio.to_thread(read)
        )
    finally:
        await table.close()


@asynccontextmanager
async def open_lossy_dynamo(aws_endpoint: str, name: str) -> AsyncIterator[LossyTable]:
    """Open a table of the double twice: straight, and through a proxy that loses answers."""
    async with run_faulty_dynamo(aws_endpoint) as proxy:
        straight = await asyncio.to_thread(_make_client, aws_endpoint)
        lossy = await asyncio.to_thread(_make_client, proxy.url)
        await asyncio.to_thread(create_in_double, straight, name)
        other, table = DynamoTable(straight, name), DynamoTable(lossy, name)

        async def read_all() -> list[Item]:
            items = (await other.scan()).items
            return sorted(items, key=lambda item: (item["PK"], item["SK"]))

        try:
            yield LossyTable(table=table, other=other, losses=proxy, read_all=read_all)
        finally:
            await table.close()
            await asyncio.to_thread(straight.delete_table, TableName=name)
            await other.close()
            for client in (straight, lossy):
                client.close()


def _make_client(url: str) -> Any:
    return find_session().client(
        "dynamodb",
        region_name="eu-central-1",
        aws_access_key_id="test",
        aws_secret_access_key="test",
        endpoint_url=url,
        config=Config(
            max_pool_connections=THREADS, retries={"mode": "standard", "total_max_attempts": 1}
        ),
    )


@pytest.fixture
def sent_again() -> Iterator[None]:
    """Calls are sent again, at once, as often as it takes."""
    # The hooks are looked up, by import, at the first retry of a process.
    stamina.instrumentation.get_on_retry_hooks()
    with stamina.set_testing(True, attempts=TRIES):
        yield


@pytest.fixture(params=["sqlite", "dynamodb"])
async def open_lossy(request, tmp_path) -> AsyncIterator[Callable[[], Awaitable[LossyTable]]]:
    """Open a table whose answers can be lost; one that is opened later is another."""
    async with AsyncExitStack() as stack:
        count = 0

        async def open_one() -> LossyTable:
            nonlocal count
            count += 1
            if request.param == "dynamodb":
                endpoint = request.getfixturevalue("aws_endpoint")
                opened: Any = open_lossy_dynamo(endpoint, f"lossy-{uuid.uuid4().hex}")
            else:
                opened = open_lossy_sqlite(tmp_path / str(count))
            return await stack.enter_async_context(opened)

        yield open_one
