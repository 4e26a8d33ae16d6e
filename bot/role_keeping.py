"""Role keeping: a role that cannot start is tried again, and keeps no other from starting."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Final

from core.app import App
from core.background import spawn, stop
from core.errors import TrussError
from core.services.work.patience import Patience, SparseLog

FIRST_SECONDS: Final = 1.0


@asynccontextmanager
async def keep_open(
    app: App,
    name: str,
    open_role: Callable[[], AbstractAsyncContextManager[object]],
    *,
    first_seconds: float = FIRST_SECONDS,
) -> AsyncIterator[None]:
    """Keep a role open while the block runs; health says under `name` why it is not."""
    task = spawn(_keep(app, name, open_role, first_seconds), name=f"{name} role")
    try:
        yield
    finally:
        await stop([task])


async def _keep(
    app: App,
    name: str,
    open_role: Callable[[], AbstractAsyncContextManager[object]],
    first_seconds: float,
) -> None:
    health = app.work.health
    health.note_trouble(name, f"{name} is being started.")
    patience = Patience(
        SparseLog("role.not_started", app.ports.clock), first_seconds=first_seconds, role=name
    )
    while True:
        try:
            async with open_role():
                health.forget(name)
                patience.reset()
                await asyncio.Event().wait()
        except Exception as error:  # noqa: BLE001 - the edge of a role that must not end
            reason = str(error) if isinstance(error, TrussError) else type(error).__name__
            health.note_trouble(
                name, f"{name} could not be started ({reason}); it is tried again by itself."
            )
            await patience.wait(error)
