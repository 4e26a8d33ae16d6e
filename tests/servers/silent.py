"""A platform on loopback that accepts every connection, and says nothing."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager


@asynccontextmanager
async def run_silent(*, reads: bool = True) -> AsyncIterator[str]:
    """Give its URL; unless it `reads`, what it is sent piles up at the sender."""

    async def take(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while not reads or await reader.read(65_536):
                if not reads:
                    await asyncio.sleep(3600)
        finally:
            writer.close()

    server = await asyncio.start_server(take, "127.0.0.1", 0)
    host, port = server.sockets[0].getsockname()[:2]
    try:
        yield f"http://{host}:{port}"
    finally:
        server.close()
