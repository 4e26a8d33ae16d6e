"""The sign-in alone, beside a process that holds the home: it touches nothing but the table."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from bot.bootstrap.backing import open_table_alone
from core.adapters.clock import SystemClock
from core.adapters.table.stores.sign_in import SecretTable
from core.domain.work.ids import CreatorId
from core.services.people.sign_in import SignIn

if TYPE_CHECKING:
    from config.settings import Settings


@asynccontextmanager
async def open_sign_in(settings: Settings, *, page_url: str) -> AsyncIterator[SignIn]:
    """Open the settings' table for links and sessions alone."""
    clock = SystemClock()
    async with open_table_alone(settings) as (table, _):
        kept = SecretTable(table, clock)
        yield SignIn(
            clock=clock,
            links=kept,
            sessions=kept,
            page_url=page_url,
            home_creator_id=CreatorId(settings.creator_id),
        )
