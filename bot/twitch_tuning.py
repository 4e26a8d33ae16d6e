"""The numbers of the Twitch role, apart from its client so that twitchio is not imported."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

EVENTS: Final = "Twitch events"
"""The part that health knows: whether the events of the account are heard."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TwitchTuning:
    """How the role keeps itself connected; durations are seconds."""

    shards: int = 0
    """How many sockets a conduit has; 0 means one socket of the account itself."""

    mend_seconds: float = 5.0
    refused_seconds: float = 600.0
    first_delay_seconds: float = 1.0
