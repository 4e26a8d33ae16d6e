"""Homes with a table, objects and secrets, for the tests of backups."""

import asyncio
import random
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

from core.adapters.table.sqlite import SqliteTable

TABLE = "truss.sqlite3"


def make_home(home: Path, *, rows: int = 40) -> Path:
    """Make a home: each row of ada's names a file that lies beside the table."""
    home.mkdir()
    add_clips(home, range(rows))
    secrets = home / "secrets"
    secrets.mkdir(mode=0o700)
    for name in ("cursors", "token-keys", "holder"):
        (secrets / name).write_bytes(name.encode() * 8)
    return home


def add_clips(home: Path, numbers: Iterable[int]) -> None:
    for number in numbers:
        path = home / "objects" / key_of_clip(number)
        path.parent.mkdir(parents=True)
        path.write_bytes(content_of(number))
    asyncio.run(_add_rows(home, list(numbers)))


async def _add_rows(home: Path, numbers: list[int]) -> None:
    table = await SqliteTable.open(home / TABLE)
    for start in range(0, len(numbers), 25):
        await table.batch_put([make_row(number) for number in numbers[start : start + 25]])
    await table.close()


def make_row(number: int) -> dict[str, object]:
    return {
        "PK": "CREATOR#ada",
        "SK": f"CLIP#{number:06d}",
        "type": "clip",
        "objectKey": key_of_clip(number),
        "title": f"Clip {number} " * 20,
        "number": number,
    }


def key_of_clip(number: int) -> str:
    return f"creators/ada/clips/{number}/clip.mp4"


def content_of(number: int) -> bytes:
    return random.Random(number).randbytes(2000)


def dump(home: Path) -> list[tuple[object, ...]]:
    """Return all rows of a home's table."""
    with closing(sqlite3.connect(home / TABLE)) as connection:
        return connection.execute("SELECT * FROM items ORDER BY pk, sk").fetchall()


def list_contents(home: Path) -> dict[str, bytes]:
    """Return the contents of a home's files by their places, but for its own name."""
    return {
        path.relative_to(home).as_posix(): path.read_bytes()
        for name in ("objects", "secrets")
        for path in sorted((home / name).rglob("*"))
        if path.is_file() and path.name != "holder"
    }


def flip_bits(path: Path, count: int, *, seed: int) -> None:
    """Flip bits anywhere in a file, as a dying disk does."""
    content = bytearray(path.read_bytes())
    chance = random.Random(seed)
    for _ in range(count):
        content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
    path.write_bytes(content)
