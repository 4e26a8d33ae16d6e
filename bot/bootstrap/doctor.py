"""The checks of a set-up: which there are, and what each is given of the settings."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from bot.bootstrap.accounts import find_dialect, list_applications, open_oauth
from bot.bootstrap.backing import WORKSPACE_FILE, open_aws, open_bucket, open_sealed_table
from config.env_desk import EnvDesk
from config.env_file import CHECK as SETTINGS
from config.env_file import ENV_FILE
from config.settings import read_settings, secret_values
from core.adapters.clock import SystemClock
from core.adapters.doctor import accounts as accounts_check
from core.adapters.doctor import (
    addresses,
    backup,
    clock,
    env_mode,
    ffmpeg,
    home,
    key,
    mail,
    port,
    redirects,
)
from core.adapters.doctor import bucket as bucket_check
from core.adapters.doctor import discord as discord_check
from core.adapters.doctor import gemini as gemini_check
from core.adapters.doctor import queues as queues_check
from core.adapters.doctor import table as table_check
from core.adapters.doctor import twitch as twitch_check
from core.adapters.doctor import words as words_check
from core.adapters.doctor.applications import look_at_application
from core.adapters.private_files import write_private
from core.adapters.table.stores.guilds import GuildTable
from core.adapters.table.stores.tokens import TokenTable
from core.domain.accounts.platform_token import Account
from core.domain.people.guild import GuildBinding
from core.domain.work.finding import Finding
from core.domain.work.ids import CreatorId
from core.domain.work.platform import Platform
from core.ports.stores import Stores
from core.services.work.checkup import Check, Checkup
from core.services.work.health import Health

if TYPE_CHECKING:
    from config.settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkspaceView:
    """What the checks read in the workspace."""

    list_guilds: Callable[[], Awaitable[Sequence[GuildBinding]]]
    list_accounts: Callable[[], Awaitable[Sequence[Account]]]


def view_stores(settings: Settings, stores: Stores) -> WorkspaceView:
    """Return what the checks read, in a workspace that is open."""
    creator_id = CreatorId(settings.creator_id)

    async def list_accounts() -> Sequence[Account]:
        return [token.account for token in await stores.tokens.list_tokens(creator_id)]

    return WorkspaceView(
        list_guilds=partial(stores.guilds.list_guilds, creator_id), list_accounts=list_accounts
    )


@asynccontextmanager
async def open_checkup() -> AsyncIterator[Checkup]:
    """Open the check-up of whatever the settings are; those that cannot be used are findings."""
    settings, _ = await asyncio.to_thread(read_settings)
    system, desk = SystemClock(), EnvDesk(write_private)
    checks = [
        Check(name=SETTINGS, look=desk.look, fix=desk.correct),
        *make_checks(settings, _view_home(settings)),
    ]
    yield Checkup(checks, clock=system, health=Health(clock=system))


def make_checks(
    settings: Settings, view: WorkspaceView, *, is_running: bool = False
) -> list[Check]:
    """Return every check but that of the settings, which were read by then."""
    return [
        *_list_local(settings, is_running=is_running),
        *_list_platforms(settings, view),
        *_list_addresses(settings),
    ]


def _list_local(settings: Settings, *, is_running: bool) -> list[Check]:
    folder = settings.home
    needed = 0 if settings.bucket else settings.ring_megabytes * 1024**2

    async def look_at_table() -> list[Finding] | None:
        if settings.table:
            from bot.bootstrap.tables import advise_on_table, check_table

            lacks = table_check.judge_table(await check_table(settings))
            return lacks or await advise_on_table(settings)
        file = folder / WORKSPACE_FILE
        damage = await table_check.look_at_file(file, is_whole=not is_running)
        return await table_check.advise_to_settle_file(file) if damage == [] else damage

    return [
        Check(
            name=env_mode.CHECK,
            look=partial(
                env_mode.look_at_env_mode, ENV_FILE, has_secrets=bool(secret_values(settings))
            ),
            fix=lambda _: env_mode.close_env(ENV_FILE),
        ),
        Check(
            name=home.CHECK,
            look=partial(
                home.look_at_home,
                folder,
                needed_bytes=needed,
                published=settings.publish_folder,
            ),
            fix=lambda _: home.close_home(folder),
            is_told=True,
        ),
        Check(
            name=ffmpeg.CHECK, look=partial(ffmpeg.look_at_ffmpeg, settings.ffmpeg), is_told=True
        ),
        Check(
            name=words_check.CHECK,
            look=partial(
                words_check.look_at_words,
                settings.whisper_model,
                language=settings.whisper_language,
            ),
            is_told=True,
        ),
        Check(name=table_check.CHECK, look=look_at_table, is_told=True),
        Check(name=queues_check.CHECK, look=partial(_look_at_queues, settings), is_told=True),
        Check(name=bucket_check.CHECK, look=partial(_look_at_bucket, settings), is_told=True),
        Check(name=key.CHECK, look=partial(_look_at_key, settings), is_told=True),
        Check(
            name=backup.CHECK,
            look=partial(backup.look_at_backup, folder, now=SystemClock().now),
            is_told=True,
        ),
    ]


async def _look_at_queues(settings: Settings) -> list[Finding] | None:
    if not settings.queue_prefix:
        return None
    from bot.bootstrap.queues import check_queues

    return queues_check.judge_queues(await check_queues(settings))


async def _look_at_bucket(settings: Settings) -> list[Finding] | None:
    if not settings.bucket:
        return None
    aws = await open_aws(settings, SystemClock())
    try:
        bucket = await open_bucket(settings, aws)
        return await bucket_check.look_at_bucket(bucket, origin=settings.public_url)
    finally:
        await aws.close()


async def _look_at_key(settings: Settings) -> list[Finding] | None:
    if not settings.kms_key_id:
        return None
    from core.adapters.cipher import KmsCipher

    aws = await open_aws(settings, SystemClock())
    try:
        kms = await KmsCipher.open(await aws.kms(), settings.kms_key_id, aws.threads)
        return await key.look_at_key(kms)
    finally:
        await aws.close()


def _list_platforms(settings: Settings, view: WorkspaceView) -> list[Check]:
    applications = list_applications(settings)
    return [
        Check(
            name=discord_check.CHECK,
            look=partial(
                discord_check.look_at_discord,
                api_url=settings.discord_api_url,
                token=settings.discord_token.get_secret_value(),
                list_bindings=view.list_guilds,
                shards=settings.discord_shards,
            ),
        ),
        Check(
            name=twitch_check.CHECK,
            look=partial(
                twitch_check.look_at_twitch,
                auth_url=settings.twitch_auth_url,
                client_id=settings.twitch_client_id,
                client_secret=settings.twitch_client_secret.get_secret_value(),
            ),
        ),
        Check(
            name=gemini_check.CHECK,
            look=partial(
                gemini_check.look_at_gemini,
                api_url=settings.gemini_api_url,
                key=settings.gemini_api_key.get_secret_value(),
                model=settings.gemini.model,
            ),
        ),
        *(
            Check(
                name=platform.label,
                look=partial(
                    look_at_application,
                    find_dialect(settings, platform),
                    applications[platform],
                ),
            )
            for platform in (Platform.YOUTUBE, Platform.TIKTOK)
        ),
        Check(
            name=accounts_check.CHECK,
            look=partial(accounts_check.look_at_linked, view.list_accounts),
        ),
    ]


def _list_addresses(settings: Settings) -> list[Check]:
    async def look_at_addresses() -> list[Finding] | None:
        return await addresses.look_at_addresses(
            addresses.Addresses(
                public_url=settings.public_url,
                is_at_google=bool(settings.google_client_id),
                is_at_tiktok=bool(settings.tiktok_client_key),
                is_tiktok_desktop=settings.tiktok_is_desktop,
                proxies=settings.proxies,
            ),
            is_served=bool(settings.public_url)
            and await port.is_truss(settings.web_host, settings.web_port),
        )

    sender = settings.smtp_from or settings.smtp_user
    return [
        Check(
            name=port.CHECK, look=partial(port.look_at_port, settings.web_host, settings.web_port)
        ),
        Check(name=addresses.CHECK, look=look_at_addresses),
        Check(name=redirects.CHECK, look=partial(_look_at_redirects, settings)),
        Check(
            name=mail.CHECK,
            look=partial(
                mail.look_at_mail,
                host=settings.smtp_host,
                port=settings.smtp_port,
                sender=sender,
                owner=settings.owner_email,
            ),
        ),
        Check(
            name=clock.CHECK,
            look=partial(clock.look_at_clock, list_places(settings), now=SystemClock().now),
            is_told=True,
        ),
    ]


async def _look_at_redirects(settings: Settings) -> list[Finding] | None:
    if not settings.public_url:
        return None
    async with open_oauth(settings) as clients:
        consents = redirects.list_consents(clients.values(), public_url=settings.public_url)
    return await redirects.look_at_redirects(consents)


def list_places(settings: Settings) -> dict[str, str]:
    """Return an address of each platform that is set up, whose time the clock is compared with."""
    secrets = secret_values(settings)
    places = {
        "Discord": (settings.discord_token.get_secret_value(), settings.discord_api_url),
        "Gemini": (settings.gemini_api_key.get_secret_value(), settings.gemini_api_url),
        "Google": (settings.google_client_secret.get_secret_value(), settings.google_auth_url),
        "TikTok": (settings.tiktok_client_secret.get_secret_value(), settings.tiktok_api_url),
    }
    known = {name: url for name, (secret, url) in places.items() if secret in secrets}
    return {"Twitch": f"{settings.twitch_auth_url}/validate", **known}


def _view_home(settings: Settings) -> WorkspaceView:
    """Return what the checks read in a workspace that may be open elsewhere, or not be there."""
    creator_id = CreatorId(settings.creator_id)

    async def list_guilds() -> Sequence[GuildBinding]:
        async with _open_tables(settings) as tables:
            return await tables[0].list_guilds(creator_id) if tables else ()

    async def list_accounts() -> Sequence[Account]:
        async with _open_tables(settings) as tables:
            tokens = await tables[1].list_tokens(creator_id) if tables else ()
            return [token.account for token in tokens]

    return WorkspaceView(list_guilds=list_guilds, list_accounts=list_accounts)


@asynccontextmanager
async def _open_tables(
    settings: Settings,
) -> AsyncIterator[tuple[GuildTable, TokenTable] | None]:
    """Open what is stored of servers and accounts; None where nothing was ever stored."""
    is_there = await asyncio.to_thread((settings.home / WORKSPACE_FILE).exists)
    if not (settings.table or is_there):
        yield None
        return
    async with open_sealed_table(settings) as (table, cipher):
        yield GuildTable(table), TokenTable(table, cipher)
