"""A copy that kills its own process after some rounds: `python -m ... FILE TABLE ROUNDS`."""

import asyncio
import os
import signal
import sys
from datetime import UTC, datetime
from pathlib import Path

from core.adapters.table.copying import WorkspaceCopy
from core.adapters.table.dynamodb import DynamoTable, connect_dynamodb


async def copy_and_die(source: Path, name: str, rounds: int) -> None:
    table = DynamoTable(connect_dynamodb(region="eu-central-1"), name)
    done = 0

    def count(copied: int, total: int) -> None:
        nonlocal done
        done += 1
        if done == rounds:
            os.kill(os.getpid(), signal.SIGKILL)

    copy = WorkspaceCopy(source, table=table, name=name, now=lambda: datetime.now(UTC))
    await copy.run(count)


if __name__ == "__main__":
    asyncio.run(copy_and_die(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])))
