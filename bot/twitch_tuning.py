"""What the Twitch role may be told of itself, before twitchio is known to be needed."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class TwitchTuning:
    """How the role keeps itself connected; durations are seconds."""

    shards: int = 0
    """So many sockets of a conduit; 0 is one socket of the account's own."""

    mend_seconds: float = 5.0
    refused_seconds: float = 600.0
    first_delay_seconds: float = 1.0
