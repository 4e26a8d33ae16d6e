"""The web as a map from addresses to files."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

from core.domain.videos.web_address import read_web_address
from core.errors import InvalidInput
from core.ports.videos import FetchedFile, Fetcher


class FakeFetcher:
    """`files` maps addresses to files; `asked` lists the requested addresses in order."""

    def __init__(self, files: dict[str, bytes] | None = None) -> None:
        self.files = files or {}
        self.asked: list[str] = []
        self.failure: Exception | None = None

    async def fetch_file(
        self,
        url: str,
        target: Path,
        *,
        size_bytes_max: int,
        check_start: Callable[[bytes], None] | None = None,
        on_progress: Callable[[float], None] | None = None,
    ) -> FetchedFile:
        self.asked.append(url)
        if self.failure is not None:
            raise self.failure
        content = self.files.get(url)
        if content is None:
            raise InvalidInput("There is no file at that address (any more).")
        if len(content) > size_bytes_max:
            raise InvalidInput("That file is larger than may be.")
        if check_start is not None:
            check_start(content[:4096])
        if on_progress is not None:
            on_progress(1.0)
        await asyncio.to_thread(target.write_bytes, content)
        return FetchedFile(size_bytes=len(content), file_name=read_web_address(url).file_name)


_: type[Fetcher] = FakeFetcher
