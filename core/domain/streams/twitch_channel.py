"""Twitch channels: who they belong to, and what was learned from each one's chat."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from core.domain.work.ids import CreatorId
from core.errors import InvalidInput

CHANNELS_OF_CREATOR_MAX: Final = 100
_LOGIN: Final = re.compile(r"[a-z0-9][a-z0-9_]{0,24}")
_ADDRESS: Final = re.compile(
    r"(?:https?://)?(?:www\.|m\.)?twitch\.tv/([^/?#\s]+)\S*", re.IGNORECASE
)


@dataclass(frozen=True, slots=True, kw_only=True)
class TwitchChannel:
    """A channel as Twitch knows it: its id stays, its login may change."""

    broadcaster_id: str
    login: str
    name: str = ""


def read_login(text: str) -> str:
    """Return the login in a channel's name, @name, #name or address.

    Raises InvalidInput, with what to do, if it cannot be a Twitch channel.
    """
    word = text.strip()
    found = _ADDRESS.fullmatch(word)
    login = (found[1] if found else word.lstrip("@#")).lower()
    if not _LOGIN.fullmatch(login):
        shown = re.sub(r"[^\w@#/:.-]+", " ", word)[:40].strip()
        raise InvalidInput(
            f"“{shown}” cannot be a Twitch channel: give its name as in twitch.tv/name, which has "
            "letters, digits and underscores only."
        )
    return login


@dataclass(frozen=True, slots=True, kw_only=True)
class TwitchBinding:
    """A Twitch channel that is watched for one creator; in a silent one nothing is answered."""

    broadcaster_id: str
    creator_id: CreatorId
    login: str
    created_at: datetime
    updated_at: datetime
    is_watched: bool = True
    is_silent: bool = False
    keeps_footage: bool = False
    version: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelTuning:
    """The values learned for one Twitch channel, by name; version 0 means nothing learned yet."""

    creator_id: CreatorId
    broadcaster_id: str
    values: Mapping[str, float]
    version: int = 0
