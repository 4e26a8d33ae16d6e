"""Video signals: measured once, block by block, and stored beside the video."""

from __future__ import annotations

import asyncio
import gzip
import json
from collections.abc import Callable
from pathlib import Path

from core.domain.signals.signal_stretch import cut_signals, join_signals, plan_blocks
from core.domain.signals.signals import Signals
from core.domain.videos.asset import Asset
from core.errors import NotFound
from core.ports.storage import ObjectStorage
from core.ports.videos import SignalReader
from core.services.work.scratch_folder import open_scratch

BLOCK_SECONDS = 300.0
_FORMAT = 1


class VideoSignals:
    """Measures an asset's loudness and cuts; a killed run does not measure again."""

    def __init__(self, *, storage: ObjectStorage, signals: SignalReader, scratch: Path) -> None:
        self._storage = storage
        self._signals = signals
        self._scratch = scratch

    async def read(
        self, asset: Asset, video: Path, *, on_progress: Callable[[float], None]
    ) -> Signals:
        """Return the signals of the whole asset.

        Only the sound and the keyframes are decoded, 5 minutes at a time.
        """
        object_key = self._key(asset)
        kept = await self._find(object_key, asset)
        if kept is not None:
            return kept
        signals = await self._measure(asset, video, on_progress)
        async with open_scratch(self._scratch, prefix="signals-") as folder:
            file = folder / "signals.json.gz"
            await asyncio.to_thread(file.write_bytes, write_signals(signals))
            await self._storage.put_file(object_key, file)
        return signals

    async def read_stretch(
        self, asset: Asset, video: Path, *, start_seconds: float, end_seconds: float
    ) -> Signals:
        """Return the signals of a stretch: those an analysis has stored, else measured anew."""
        kept = await self._find(self._key(asset), asset)
        if kept is not None:
            return cut_signals(kept, start_seconds, end_seconds)
        return await self._signals.read_signals(
            video, start_seconds=start_seconds, end_seconds=end_seconds
        )

    def _key(self, asset: Asset) -> str:
        kind = "-mixed" if self._signals.is_mixed else ""
        return f"creators/{asset.creator_id}/assets/{asset.id}/signals{kind}.json.gz"

    async def _find(self, object_key: str, asset: Asset) -> Signals | None:
        try:
            async with self._storage.open_file(object_key) as file:
                content = await asyncio.to_thread(file.read_bytes)
        except NotFound:
            return None
        signals = await asyncio.to_thread(read_signals, content)
        if signals is None or signals.end_seconds != asset.facts.duration_seconds:
            return None
        return signals

    async def _measure(
        self, asset: Asset, video: Path, on_progress: Callable[[float], None]
    ) -> Signals:
        duration = asset.facts.duration_seconds
        blocks = []
        for start, end in plan_blocks(duration, block_seconds=BLOCK_SECONDS):
            on_progress(start / duration)
            blocks.append(
                await self._signals.read_signals(video, start_seconds=start, end_seconds=end)
            )
        on_progress(1.0)
        return await asyncio.to_thread(join_signals, blocks)


def write_signals(signals: Signals) -> bytes:
    """Return signals as gzipped JSON: about 250 KB for three hours."""
    body = {
        "format": _FORMAT,
        "start": signals.start_seconds,
        "end": signals.end_seconds,
        "db": signals.loudness_db,
        "cuts": signals.cuts_at_seconds,
    }
    return gzip.compress(json.dumps(body).encode(), mtime=0)


def read_signals(content: bytes) -> Signals | None:
    """Return stored signals; None if they are broken or in another format."""
    try:
        body = json.loads(gzip.decompress(content))
        if body["format"] != _FORMAT:
            return None
        return Signals(
            start_seconds=float(body["start"]),
            end_seconds=float(body["end"]),
            loudness_db=tuple(float(level) for level in body["db"]),
            cuts_at_seconds=tuple(float(at) for at in body["cuts"]),
        )
    except (OSError, EOFError, ValueError, KeyError, TypeError):
        return None
