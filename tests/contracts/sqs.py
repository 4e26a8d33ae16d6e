"""The double's SQS with a clock of its own, which goes on when the clock of a test is stepped."""

from __future__ import annotations

import asyncio
import mmap
import shutil
import struct
import subprocess
from collections.abc import AsyncIterator, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from core.adapters.sqs.sqs_calls import SqsCalls, queue_name
from core.adapters.sqs.sqs_queue import SqsQueue
from core.adapters.sqs.sqs_relay import SqsRelay
from core.adapters.sqs.sqs_schema import create_queues
from core.adapters.table.metered import MeteredTable
from core.adapters.table.table import Item, Table
from core.domain.work.job import Queue
from core.domain.work.meters import Meters
from core.ports.work import Lease
from tests.contracts.boto_session import find_session
from tests.contracts.ministack import Unavailable, run_ministack
from tests.contracts.stepped_clock import SteppedClock

SOURCE = Path(__file__).parents[1] / "journeys" / "settable_clock.c"


@dataclass(slots=True)
class SqsDouble:
    """The double, and what its clock is ahead by."""

    url: str
    added: mmap.mmap
    prefix: str = ""
    ahead_seconds: int = 0

    def step(self, seconds: float) -> None:
        self.ahead_seconds += round(seconds)
        struct.pack_into("q", self.added, 0, self.ahead_seconds)

    def make_client(self, url: str = "") -> Any:
        return find_session().client(
            "sqs",
            region_name="eu-central-1",
            endpoint_url=url or self.url,
            aws_access_key_id="test",
            aws_secret_access_key="test",
        )


@pytest.fixture(scope="session")
def sqs_double(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SqsDouble]:
    """A double of its own: its clock is nobody else's."""
    folder = tmp_path_factory.mktemp("sqs")
    library, file = folder / "settable_clock.so", folder / "added-seconds"
    compiler = shutil.which("cc") or shutil.which("gcc")
    if compiler is None:
        pytest.skip("a clock that can be set needs a C compiler")
    command = [compiler, "-shared", "-fPIC", "-o", str(library), str(SOURCE), "-ldl"]
    subprocess.run(command, check=True, capture_output=True)
    file.write_bytes(struct.pack("q", 0))
    settable = {"LD_PRELOAD": str(library), "SETTABLE_CLOCK": str(file)}
    try:
        with (
            file.open("r+b") as opened,
            mmap.mmap(opened.fileno(), 8) as added,
            run_ministack(folder, settable) as url,
        ):
            double = SqsDouble(url=url, added=added, prefix="truss-contract")
            client = double.make_client()
            assert create_queues(client, double.prefix) == []
            client.close()
            yield double
    except Unavailable as reason:
        pytest.skip(str(reason))


class RelayedQueue(SqsQueue):
    """The queue as a process has it: what was stored is sent, and each minute the table is read."""

    relay: SqsRelay
    _looked_at: float = -1.0

    async def receive(self, queue: Queue, *, lease_seconds: float) -> Lease | None:
        if self._clock.steady_seconds() != self._looked_at:
            self._looked_at = self._clock.steady_seconds()
            await self.relay.send_overdue()
        await self.relay.flush()
        return await super().receive(queue, lease_seconds=lease_seconds)


@dataclass(slots=True, kw_only=True)
class SqsWorld:
    """A table with SQS for its queue."""

    table: Table
    queue: RelayedQueue
    relay: SqsRelay
    calls: SqsCalls
    client: Any


@contextmanager
def open_client(double: SqsDouble, clock: SteppedClock) -> Iterator[Any]:
    """Yield a client of empty queues; the double goes on with the test's clock."""
    client = double.make_client()
    for queue in (Queue.WORK, Queue.DISCORD, Queue.TWITCH):
        url = client.get_queue_url(QueueName=queue_name(double.prefix, queue))["QueueUrl"]
        client.purge_queue(QueueUrl=url)
    clock.on_step = double.step
    yield client
    client.close()


@asynccontextmanager
async def open_sqs_world(
    double: SqsDouble, table: Table, clock: SteppedClock
) -> AsyncIterator[SqsWorld]:
    entered = open_client(double, clock)
    client = await asyncio.to_thread(entered.__enter__)
    with ThreadPoolExecutor(8) as threads:
        yield make_sqs_world(client, double.prefix, table, clock, threads)
    await asyncio.to_thread(entered.__exit__, None, None, None)


def make_sqs_world(
    client: Any, prefix: str, table: Table, clock: SteppedClock, threads: ThreadPoolExecutor
) -> SqsWorld:
    calls = SqsCalls(client, prefix, threads=threads, clock=clock, poll_seconds=0)

    def note(item: Item) -> None:
        relay.note(item)

    metered = MeteredTable(table, Meters(), on_stored=note)
    relay = SqsRelay(metered, calls, clock)
    queue = RelayedQueue(metered, calls, clock, note=relay.note)
    queue.relay = relay
    return SqsWorld(table=metered, queue=queue, relay=relay, calls=calls, client=client)
