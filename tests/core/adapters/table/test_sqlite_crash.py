"""Killed in the middle of transactions: what was acknowledged is there, and nothing by halves."""

import random
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from core.adapters.table.sqlite_rows import read_item
from tests.core.adapters.table.crash_writer import COUNTER

ROOT = Path(__file__).parents[4]


def _write_until_killed(path: Path, first: int, alive_seconds: float) -> set[int]:
    """Run the writer, kill it some time after its first answer, return what it had answered."""
    command = [
        sys.executable,
        "-m",
        "tests.core.adapters.table.crash_writer",
        str(path),
        str(first),
    ]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    answered = [process.stdout.readline()]
    time.sleep(alive_seconds)
    process.kill()
    answered += process.stdout.readlines()
    process.wait()
    process.stdout.close()
    return {int(line) for line in answered if line.endswith("\n")}


def _stored(connection: sqlite3.Connection, partition: str) -> set[int]:
    rows = connection.execute("SELECT sk FROM items WHERE pk = ?", (partition,))
    return {int(row[0]) for row in rows}


def _kill_and_look(path: Path, rounds: int) -> int:
    rng = random.Random(rounds)
    acknowledged: set[int] = set()
    for number in range(rounds):
        first = number * 1_000_000
        acknowledged |= _write_until_killed(path, first, rng.uniform(0.0, 0.15))
        with closing(sqlite3.connect(path)) as connection:
            left, right = _stored(connection, "LEFT"), _stored(connection, "RIGHT")
            counter = read_item(connection, COUNTER)
            indexed = connection.execute("SELECT count(*) FROM items WHERE g1pk = 'LEFT'")
            assert counter is not None
            assert acknowledged <= left
            assert left == right
            assert counter["n"] == len(left) == indexed.fetchone()[0]
            assert not left & _stored(connection, "PASSING")
            assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    return len(acknowledged)


def test_two_kills_lose_nothing_that_was_acknowledged(tmp_path):
    assert _kill_and_look(tmp_path / "truss.db", 2) > 0


@pytest.mark.soak
def test_twenty_kills_lose_nothing_that_was_acknowledged(tmp_path):
    assert _kill_and_look(tmp_path / "truss.db", 20) > 20
