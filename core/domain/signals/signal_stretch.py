"""Signal stretches: a video is measured block by block, and judged piece by piece."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from core.domain.signals.signals import LOUDNESS_STEP_SECONDS, SILENCE_DB, Signals


def plan_blocks(duration_seconds: float, *, block_seconds: float) -> Iterator[tuple[float, float]]:
    """Yield the start and end of each block of a video; none is shorter than half a block."""
    start = 0.0
    while start < duration_seconds:
        end = start + block_seconds
        if end + block_seconds / 2 > duration_seconds:
            end = duration_seconds
        yield start, end
        start = end


def join_signals(blocks: Sequence[Signals]) -> Signals:
    """Return the signals of consecutive blocks as if they had been measured at once.

    If some of them have no sound, the others' levels stay in place: the gap is silent.
    """
    start, end = blocks[0].start_seconds, blocks[-1].end_seconds
    has_sound = any(block.loudness_db for block in blocks)
    levels: list[float] = []
    for block in blocks if has_sound else ():
        place = round((block.start_seconds - start) / LOUDNESS_STEP_SECONDS)
        levels.extend([SILENCE_DB] * (place - len(levels)))
        del levels[place:]
        levels.extend(block.loudness_db)
    return Signals(
        start_seconds=start,
        end_seconds=end,
        loudness_db=tuple(levels),
        cuts_at_seconds=tuple(at for block in blocks for at in block.cuts_at_seconds),
    )


def cut_signals(signals: Signals, start_seconds: float, end_seconds: float) -> Signals:
    """Return the signals for part of a stretch, clamped to it and starting on a whole tenth."""
    first = max(0, round((start_seconds - signals.start_seconds) / LOUDNESS_STEP_SECONDS))
    last = max(first, round((end_seconds - signals.start_seconds) / LOUDNESS_STEP_SECONDS))
    start = signals.start_seconds + first * LOUDNESS_STEP_SECONDS
    end = min(signals.end_seconds, end_seconds)
    return replace(
        signals,
        start_seconds=start,
        end_seconds=end,
        loudness_db=signals.loudness_db[first:last],
        cuts_at_seconds=tuple(at for at in signals.cuts_at_seconds if start <= at < end),
    )
