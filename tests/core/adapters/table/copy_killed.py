"""A copy that kills its own process after some rounds: `python -m ... FILE TABLE ROUNDS`."""

import asyncio
import os
import signal
import sys
from pathlib import Path

from core.adapters.aws import make_client, make_session
from core.adapters.clock import SystemClock
from core.adapters.table.copying import WorkspaceCopy
from core.adapters.table.dynamodb import DynamoTable


async def copy_and_die(source: Path, name: str, rounds: int) -> None:
    client = make_client(make_session(now=SystemClock().now), "dynamodb")
    table = DynamoTable(client, name)
    done = 0

    def count(copied: int, total: int) -> None:
        nonlocal done
        done += 1
        if done == rounds:
            os.kill(os.getpid(), signal.SIGKILL)

    copy = WorkspaceCopy(source, table=table, name=name, now=SystemClock().now)
    await copy.run(count)


if __name__ == "__main__":
    asyncio.run(copy_and_die(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])))
