"""The publishers: one a platform, strangers to each other."""

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
from core.ports.people import GuildStore
from core.ports.publishing import Publisher
from core.ports.review import AnnouncementBoard
from core.ports.streams import StreamStore

if TYPE_CHECKING:
    from config.settings import Settings


def add_discord(
    publishers: Mapping[Platform, Publisher],
    board: AnnouncementBoard | None,
    guilds: GuildStore,
) -> Mapping[Platform, Publisher]:
    """Return the publishers with Discord's, where there is a board to announce on."""
    if board is None:
        return publishers
    return {**publishers, Platform.DISCORD: DiscordPublisher(board=board, guilds=guilds)}


def add_twitch(
    publishers: Mapping[Platform, Publisher], helix: Helix | None, streams: StreamStore
) -> Mapping[Platform, Publisher]:
    """Return the publishers with Twitch's, where there is an application of ours."""
    if helix is None:
        return publishers
    return {**publishers, Platform.TWITCH: TwitchPublisher(helix=helix, streams=streams)}


@asynccontextmanager
async def open_publishers(
    settings: Settings, *, publish_folder: Path, is_local: bool
) -> AsyncIterator[Mapping[Platform, Publisher]]:
    """Give the publishers; a demo or replay has the folder alone, and talks to nobody."""
    folder = FolderPublisher(publish_folder)
    if is_local:
        yield {Platform.FOLDER: folder}
        return
    async with open_upload_http() as http:
        yield {
            Platform.FOLDER: folder,
            Platform.YOUTUBE: YouTubePublisher(http=http, api_url=settings.youtube_api_url),
            Platform.TIKTOK: TikTokPublisher(http=http, api_url=settings.tiktok_api_url),
        }
