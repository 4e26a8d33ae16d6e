"""Clients for linking accounts: one for each platform with credentials in the settings."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import aiohttp

from core.adapters.oauth import Application, Dialect, HttpOAuth, dialects
from core.domain.work.platform import Platform

if TYPE_CHECKING:
    from config.settings import Settings


@asynccontextmanager
async def open_oauth(
    settings: Settings,
) -> AsyncIterator[Mapping[Platform, HttpOAuth]]:
    """Yield a client for each platform that has credentials in the settings."""
    async with aiohttp.ClientSession() as session:
        yield {
            platform: HttpOAuth(find_dialect(settings, platform), application, session)
            for platform, application in list_applications(settings).items()
            if application.client_id
        }


def find_dialect(settings: Settings, platform: Platform) -> Dialect:
    """Return how a platform with accounts speaks, at the addresses of the settings."""
    if platform is Platform.YOUTUBE:
        return dialects.google(
            accounts_url=settings.google_accounts_url,
            auth_url=settings.google_auth_url,
            api_url=settings.youtube_api_url,
        )
    if platform is Platform.TIKTOK:
        return dialects.tiktok(
            auth_url=settings.tiktok_auth_url,
            api_url=settings.tiktok_api_url,
            is_desktop=settings.tiktok_is_desktop,
        )
    return dialects.twitch(auth_url=settings.twitch_auth_url, api_url=settings.twitch_api_url)


def list_applications(settings: Settings) -> Mapping[Platform, Application]:
    """Return our application at each platform with accounts, as far as the settings name it."""
    return {
        Platform.YOUTUBE: Application(
            client_id=settings.google_client_id,
            client_secret=settings.google_client_secret.get_secret_value(),
        ),
        Platform.TIKTOK: Application(
            client_id=settings.tiktok_client_key,
            client_secret=settings.tiktok_client_secret.get_secret_value(),
        ),
        Platform.TWITCH: Application(
            client_id=settings.twitch_client_id,
            client_secret=settings.twitch_client_secret.get_secret_value(),
        ),
    }
