"""A queue on SQS in memory, over a table in a file of its own."""

from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from core.adapters.sqs.sqs_schema import create_queues
from core.adapters.table.sqlite import SqliteTable
from tests.contracts.sqs import SqsWorld, make_sqs_world
from tests.contracts.stepped_clock import SteppedClock
from tests.fakes.sqs import FakeSqs

PREFIX = "truss"


@pytest.fixture
def clock(sqs) -> SteppedClock:
    clock = SteppedClock()
    clock.on_step = sqs.step
    return clock


@pytest.fixture
def sqs() -> FakeSqs:
    fake = FakeSqs()
    create_queues(fake, PREFIX)
    fake.counts.clear()
    return fake


@pytest.fixture
async def world(sqs, clock, tmp_path) -> AsyncIterator[SqsWorld]:
    table = await SqliteTable.open(tmp_path / "truss.db")
    with ThreadPoolExecutor(4) as threads:
        yield make_sqs_world(sqs, PREFIX, table, clock, threads)
    await table.close()
