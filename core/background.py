"""Background tasks: coroutines nobody waits for, kept alive and never failing silently."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Iterable
from typing import Any

import structlog

_log = structlog.get_logger(__name__)
_running: set[asyncio.Task[Any]] = set()


def spawn(work: Coroutine[Any, Any, Any], *, name: str) -> asyncio.Task[Any]:
    """Start `work` in the background; a failure is logged under `name`, never lost."""
    task = asyncio.create_task(work, name=name)
    _running.add(task)
    task.add_done_callback(_forget)
    return task


async def stop(tasks: Iterable[asyncio.Future[Any]], *, again_seconds: float = 1.0) -> None:
    """Cancel tasks until they have ended; what they raise is theirs.

    A loop that catches what its clean-up raises swallows a cancellation so, as some libraries do;
    asked once, it would go on for ever.
    """
    pending = {task for task in tasks if not task.done()}
    while pending:
        for task in pending:
            task.cancel()
        _, pending = await asyncio.wait(pending, timeout=again_seconds)


def _forget(task: asyncio.Task[Any]) -> None:
    _running.discard(task)
    if not task.cancelled() and (error := task.exception()):
        _log.error("background.failed", task=task.get_name(), exc_info=error)
