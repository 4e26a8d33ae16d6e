"""Publishers: one for each platform, none of which knows another."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from core.adapters.helix import Helix
from core.adapters.publishers.discord import DiscordPublisher
from core.adapters.publishers.folder import FolderPublisher
from core.adapters.publishers.tiktok import TikTokPublisher
from core.adapters.publishers.twitch import TwitchPublisher
from core.adapters.publishers.youtube import YouTubePublisher
from core.adapters.upload_http import open_upload_http
from core.domain.work.platform import Platform
from core.ports.publishing import Publisher
from core.ports.review import AnnouncementBoard
from core.ports.stores import Stores

if TYPE_CHECKING:
    from config.settings import Settings


@asynccontextmanager
async def open_publishers(
    settings: Settings,
    *,
    stores: Stores,
    publish_folder: Path,
    board: AnnouncementBoard | None,
    helix: Helix | None,
) -> AsyncIterator[Mapping[Platform, Publisher]]:
    """Yield the publishers; Discord's needs a board, and Twitch's needs Helix."""
    async with open_upload_http() as http:
        publishers: dict[Platform, Publisher] = {
            Platform.FOLDER: FolderPublisher(publish_folder),
            Platform.YOUTUBE: YouTubePublisher(http=http, api_url=settings.youtube_api_url),
            Platform.TIKTOK: TikTokPublisher(http=http, api_url=settings.tiktok_api_url),
        }
        if board is not None:
            publishers[Platform.DISCORD] = DiscordPublisher(board=board, guilds=stores.guilds)
        if helix is not None:
            publishers[Platform.TWITCH] = TwitchPublisher(helix=helix, streams=stores.streams)
        yield publishers
