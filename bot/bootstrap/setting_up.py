"""What setting up needs of the rest: `.env`, questions to platforms, and linking an account."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass

from bot.bootstrap.accounts import find_dialect, open_oauth
from bot.bootstrap.backing import WORKSPACE_FILE, open_sealed_table
from config.env_desk import EnvDesk
from config.settings import load_settings
from core.adapters.clock import SystemClock
from core.adapters.doctor.applications import look_at_application
from core.adapters.doctor.discord import DiscordBot, DiscordDesk
from core.adapters.doctor.gemini import look_at_gemini
from core.adapters.doctor.twitch import look_at_twitch
from core.adapters.home import hold_home
from core.adapters.ids import RandomIds
from core.adapters.oauth import Application
from core.adapters.private_files import write_private
from core.adapters.table.stores.guilds import GuildTable
from core.adapters.table.stores.sign_in import SecretTable
from core.adapters.table.stores.tokens import TokenTable
from core.domain.people.actor import Actor, Role
from core.domain.work.finding import Finding
from core.domain.work.ids import CreatorId
from core.domain.work.platform import Platform
from core.errors import Busy
from core.services.accounts.account_linking import AccountLinking
from core.services.accounts.token_refresh import TokenRefresh
from core.services.people.roles import HOME_PERSON

__all__ = ["DiscordBot", "Finding", "Linking", "SetupDesk", "open_linking"]


class SetupDesk(EnvDesk):
    """Reads and writes `.env`, and asks platforms at the addresses that the settings name."""

    def __init__(self) -> None:
        super().__init__(write_private)

    def discord(self, token: str) -> DiscordDesk:
        return DiscordDesk(api_url=self.settings.discord_api_url, token=token)

    async def look_at_twitch(self, client_id: str, client_secret: str) -> list[Finding]:
        auth_url = self.settings.twitch_auth_url
        found = await look_at_twitch(
            auth_url=auth_url, client_id=client_id, client_secret=client_secret
        )
        return found or []

    async def look_at_gemini(self, key: str) -> list[Finding]:
        settings = self.settings
        found = await look_at_gemini(
            api_url=settings.gemini_api_url, key=key, model=settings.gemini.model
        )
        return found or []

    async def look_at_application(
        self, platform: Platform, client_id: str, client_secret: str
    ) -> list[Finding]:
        application = Application(client_id=client_id, client_secret=client_secret)
        dialect = find_dialect(self.settings, platform)
        return await look_at_application(dialect, application) or []


@dataclass(frozen=True, slots=True, kw_only=True)
class Linking:
    """Links accounts for the owner, by codes alone: no page is served meanwhile."""

    service: AccountLinking
    owner: Actor


@asynccontextmanager
async def open_linking() -> AsyncIterator[Linking]:
    """Open the workspace for linking an account; also beside a Truss that runs."""
    settings, clock = load_settings(), SystemClock()
    async with AsyncExitStack() as stack:
        try:
            await stack.enter_async_context(hold_home(settings.home))
        except Busy:
            if not await asyncio.to_thread((settings.home / WORKSPACE_FILE).exists):
                raise
        table, cipher = await stack.enter_async_context(open_sealed_table(settings))
        oauth = await stack.enter_async_context(open_oauth(settings))
        tokens, kept = TokenTable(table, cipher), SecretTable(table, clock, cipher)
        refresh = TokenRefresh(
            clock=clock, ids=RandomIds(), tokens=tokens, guilds=GuildTable(table), oauth=oauth
        )
        linking = AccountLinking(
            clock=clock,
            tokens=tokens,
            fresh_tokens=refresh,
            links=kept,
            devices=kept,
            oauth=oauth,
            public_url="",
        )
        creator_id = CreatorId(settings.creator_id)
        owner = Actor(person_id=HOME_PERSON, creator_id=creator_id, role=Role.OWNER)
        yield Linking(service=linking, owner=owner)
