"""A copy that kills its own process after some batches: `python -m ... FILE TABLE BATCHES`."""

import asyncio
import os
import signal
import sys
from pathlib import Path

from core.adapters.aws import make_client, make_session
from core.adapters.clock import SystemClock
from core.adapters.table.copying import WorkspaceCopy
from core.adapters.table.dynamodb import DynamoTable


class _DyingTable(DynamoTable):
    batches_left = 0

    async def batch_put(self, items):
        await super().batch_put(items)
        self.batches_left -= 1
        if not self.batches_left:
            os.kill(os.getpid(), signal.SIGKILL)


async def copy_and_die(source: Path, name: str, batches: int) -> None:
    table = _DyingTable(make_client(make_session(now=SystemClock().now), "dynamodb"), name)
    table.batches_left = batches
    copy = WorkspaceCopy(source, table=table, name=name, now=SystemClock().now)
    await copy.run(lambda *_: None)


if __name__ == "__main__":
    asyncio.run(copy_and_die(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])))
