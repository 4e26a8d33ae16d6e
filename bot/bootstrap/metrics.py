"""Readers of posts' figures: one for each platform that has accounts."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import aiohttp

from core.adapters.metrics import TikTokMetrics, TwitchMetrics, YouTubeMetrics
from core.domain.work.platform import Platform
from core.ports.learning import MetricReader

if TYPE_CHECKING:
    from config.settings import Settings


@asynccontextmanager
async def open_metrics(
    settings: Settings,
) -> AsyncIterator[Mapping[Platform, MetricReader]]:
    """Yield a reader for each platform that has accounts."""
    async with aiohttp.ClientSession() as http:
        yield {
            Platform.YOUTUBE: YouTubeMetrics(
                http=http,
                api_url=settings.youtube_api_url,
                analytics_url=settings.youtube_analytics_url,
            ),
            Platform.TIKTOK: TikTokMetrics(http=http, api_url=settings.tiktok_api_url),
            Platform.TWITCH: TwitchMetrics(
                http=http, api_url=settings.twitch_api_url, client_id=settings.twitch_client_id
            ),
        }
