"""The places a clip can be published to."""

from __future__ import annotations

from enum import StrEnum


class Platform(StrEnum):
    """Where clips go; FOLDER is a folder on this machine, for whoever has no account yet."""

    FOLDER = "folder"
    YOUTUBE = "youtube"
    TIKTOK = "tiktok"
    TWITCH = "twitch"
    DISCORD = "discord"
