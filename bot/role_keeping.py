"""Role keeping: a role that cannot start is tried again, and keeps no other from starting."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Final

from core.app import App
from core.background import spawn, stop
from core.services.work.supervision import Part, supervise

FIRST_SECONDS: Final = 1.0
STEADY_SECONDS: Final = 60.0
"""A role that begins slowly is not taken for one that works."""


@asynccontextmanager
async def keep_open(
    app: App,
    name: str,
    open_role: Callable[[], AbstractAsyncContextManager[object]],
    *,
    first_seconds: float = FIRST_SECONDS,
) -> AsyncIterator[None]:
    """Keep a role open while the block runs; health says under `name` why it is not."""
    part = Part(app.work.health, name, f"{name} could not be started")

    async def be_open() -> None:
        async with open_role():
            part.note_ok()
            await asyncio.Event().wait()

    app.work.health.note_beginning(name, f"{name} is being started.")
    keeping = supervise(
        be_open,
        part=part,
        clock=app.ports.clock,
        first_seconds=first_seconds,
        steady_seconds=STEADY_SECONDS,
    )
    task = spawn(keeping, name=f"{name} role")
    try:
        yield
    finally:
        await stop([task])
