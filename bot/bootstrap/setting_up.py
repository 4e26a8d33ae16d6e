"""What setting up needs of the rest: `.env`, questions to platforms, and linking an account."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.bootstrap.accounts import open_oauth
from bot.bootstrap.backing import WORKSPACE_FILE, open_sealed_table
from bot.bootstrap.env_writing import rename_in_env, write_env
from config.env_file import ENV_FILE, quote, read_env_text, set_values
from config.settings import (
    find_env_faults,
    find_value_faults,
    is_in_environment,
    load_settings,
    read_settings,
)
from core.adapters.clock import SystemClock
from core.adapters.doctor import applications
from core.adapters.doctor.discord import DiscordBot, DiscordDesk
from core.adapters.doctor.gemini import look_at_gemini
from core.adapters.doctor.twitch import look_at_twitch
from core.adapters.home import hold_home
from core.adapters.ids import RandomIds
from core.adapters.table.stores.guilds import GuildTable
from core.adapters.table.stores.sign_in import SecretTable
from core.adapters.table.stores.tokens import TokenTable
from core.domain.people.actor import Actor, Role
from core.domain.work.finding import Finding
from core.domain.work.ids import CreatorId
from core.errors import Busy, InvalidInput
from core.services.accounts.account_linking import AccountLinking
from core.services.accounts.token_refresh import TokenRefresh
from core.services.people.roles import HOME_PERSON

if TYPE_CHECKING:
    from config.settings import Settings

HEADER = "# Settings of Truss, as `trussbot setup` wrote them; .env.example explains all of them.\n"

__all__ = ["DiscordBot", "Finding", "Linking", "SetupDesk", "open_linking"]


class SetupDesk:
    """Reads and writes `.env`, and asks platforms at the addresses that the settings name."""

    def known(self, name: str) -> str:
        """Return what a variable is set to now, wherever; "" if it is not."""
        field = name.removeprefix("TRUSS_").lower()
        value = getattr(self.settings, field)
        reveal = getattr(value, "get_secret_value", None)
        if reveal is not None:
            return str(reveal())
        return "" if value is None else str(value)

    @property
    def settings(self) -> Settings:
        """The settings as they are now; what cannot be used of them has its default."""
        return read_settings()[0]

    def check_file(self) -> None:
        """Raise InvalidInput where `.env` cannot be read or written, before anything is asked."""
        read_env_text()
        folder = ENV_FILE.resolve().parent
        if not os.access(folder, os.W_OK | os.X_OK):
            raise InvalidInput(
                f"The folder {folder} cannot be written; start trussbot setup in one of your own."
            )

    async def save(self, values: Mapping[str, str]) -> None:
        """Write values into `.env`, whole or not at all; all else in it stays.

        What is set already, here or in the environment, is not written once more.
        """
        values = {name: value for name, value in values.items() if value != self.known(name)}
        if not values:
            return
        text = await asyncio.to_thread(read_env_text)
        await write_env(set_values(text or HEADER, values))

    async def rename(self, old: str, new: str) -> None:
        await rename_in_env(old, new)

    def list_faults(self) -> list[Finding]:
        """Return what is wrong with the settings as they are written."""
        return [*find_env_faults(), *read_settings()[1]]

    def find_fault(self, name: str, value: str) -> str:
        """Return what is wrong with an answer, as a sentence; "" where it can be used."""
        for fault in find_value_faults(name, value):
            return fault.sentence
        if is_in_environment(name) and value != self.known(name):
            return f"{name} is set in the environment, which counts more than .env; set it there."
        try:
            quote(value)
        except InvalidInput as error:
            return str(error)
        return ""

    def discord(self, token: str) -> DiscordDesk:
        return DiscordDesk(api_url=self.settings.discord_api_url, token=token)

    async def look_at_twitch(self, client_id: str, client_secret: str) -> list[Finding]:
        found = await look_at_twitch(
            auth_url=self.settings.twitch_auth_url,
            client_id=client_id,
            client_secret=client_secret,
        )
        return found or []

    async def look_at_gemini(self, key: str) -> list[Finding]:
        settings = self.settings
        found = await look_at_gemini(
            api_url=settings.gemini_api_url, key=key, model=settings.gemini.model
        )
        return found or []

    async def look_at_google(self, client_id: str, client_secret: str) -> list[Finding]:
        at = applications.at_google(
            auth_url=self.settings.google_auth_url,
            client_id=client_id,
            client_secret=client_secret,
        )
        return await applications.look_at_application(at) or []

    async def look_at_tiktok(self, client_key: str, client_secret: str) -> list[Finding]:
        at = applications.at_tiktok(
            api_url=self.settings.tiktok_api_url,
            client_key=client_key,
            client_secret=client_secret,
        )
        return await applications.look_at_application(at) or []


@dataclass(frozen=True, slots=True, kw_only=True)
class Linking:
    """Links accounts for the owner, by codes alone: no page is served meanwhile."""

    service: AccountLinking
    owner: Actor


@asynccontextmanager
async def open_linking() -> AsyncIterator[Linking]:
    """Open the workspace for linking an account; also beside a Truss that runs."""
    settings = load_settings()
    clock = SystemClock()
    async with AsyncExitStack() as stack:
        try:
            await stack.enter_async_context(hold_home(settings.home))
        except Busy:
            if not await asyncio.to_thread((settings.home / WORKSPACE_FILE).exists):
                raise
        table, cipher = await stack.enter_async_context(open_sealed_table(settings))
        tokens = TokenTable(table, cipher)
        oauth = await stack.enter_async_context(open_oauth(settings))
        kept = SecretTable(table, clock, cipher)
        refresh = TokenRefresh(
            clock=clock, ids=RandomIds(), tokens=tokens, guilds=GuildTable(table), oauth=oauth
        )
        yield Linking(
            service=AccountLinking(
                clock=clock,
                tokens=tokens,
                fresh_tokens=refresh,
                links=kept,
                devices=kept,
                oauth=oauth,
                public_url="",
            ),
            owner=Actor(
                person_id=HOME_PERSON,
                creator_id=CreatorId(settings.creator_id),
                role=Role.OWNER,
            ),
        )
