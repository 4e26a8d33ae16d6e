"""Fetching: files from addresses that people gave, through the one guard."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchedFile:
    """What arrived: its bytes, and what whoever sent it calls it ('' where they do not say)."""

    size_bytes: int
    file_name: str


class Fetcher(Protocol):
    """Fetches a file; no address, redirect or name of the DNS leads it into a private network."""

    async def fetch_file(
        self,
        url: str,
        target: Path,
        *,
        size_bytes_max: int,
        check_start: Callable[[bytes], None] | None = None,
        on_progress: Callable[[float], None] | None = None,
    ) -> FetchedFile:
        """Write what `url` gives to `target`.

        `check_start` sees the first bytes and may raise to end it there. `on_progress` is told how
        much has come, 0 to 1, where the size is known.

        Raises:
            InvalidInput: the address cannot be asked, gives nothing, or gives more than
                `size_bytes_max`; the sentence says what to do.
            ExternalFailure: it did not answer as it should, or the disk is full.
        """
        ...
