"""How long and how much: what the environment may say of the soak."""

from __future__ import annotations

import os
from typing import Any, Final

from core.domain.chat.chat_spike import SpikeTuning

MINUTES: Final = float(os.environ.get("SOAK_MINUTES", "60"))
SEED: Final = int(os.environ.get("SOAK_SEED", "7"))
CHANNELS: Final = int(os.environ.get("SOAK_CHANNELS", "200"))
STREAMERS: Final = int(os.environ.get("SOAK_STREAMERS", "7"))
"""Creators whose own channel erupts; the other channels are theirs too, and only talk."""
UPLOADERS: Final = 2
KILL_EVERY_SECONDS: Final = float(os.environ.get("SOAK_KILL_EVERY", "30"))
HAS_KILLS: Final = KILL_EVERY_SECONDS > 0
HAS_FAULTS: Final = os.environ.get("SOAK_TROUBLES", "1") != "0"
ERUPT_EVERY_SECONDS: Final = float(os.environ.get("SOAK_ERUPT_EVERY", "60"))
"""Of all channels together: each creator's clips stay below what TikTok takes of them in a day."""
UPLOAD_EVERY_SECONDS: Final = float(os.environ.get("SOAK_UPLOAD_EVERY", "300"))
SETTLES_SECONDS: Final = float(os.environ.get("SOAK_SETTLES", "1800"))
SAMPLE_SECONDS: Final = 60.0 if MINUTES > 10 else 20.0
QUEUE_PREFIX: Final = os.environ.get("SOAK_QUEUE_PREFIX", "")
"""With one, jobs go by SQS."""
LEASE_SECONDS: Final = 30
GRACE_SECONDS: Final = 5
SPIKES: Final = SpikeTuning(
    warm_up_seconds=20.0, rest_seconds=15.0, spikes_an_hour=200.0, lead_seconds=8.5
)
CREW: Final = {
    "discord": "discord",
    "page 1": "web,scheduler",
    "page 2": "web,scheduler",
    "chat 1": "twitch,footage",
    "chat 2": "twitch,footage",
    "work 1": "work,analysis,publish",
    "work 2": "work,analysis,publish",
}
"""Each role but `discord`, of which there is one, is done by two processes."""
NOWHERE: Final = "http://127.0.0.1:9"
SETTINGS: Final[dict[str, Any]] = {
    "lease_seconds": LEASE_SECONDS,
    "grace_seconds": GRACE_SECONDS,
    "sweep_seconds": 3,
    "retry_seconds": 2,
    "fetch_allowed_networks": "127.0.0.0/8",
    # Nobody may reach a real platform, also where nothing should be asked of one.
    "youtube_analytics_url": NOWHERE,
    "google_auth_url": NOWHERE,
    "google_accounts_url": NOWHERE,
    "tiktok_auth_url": NOWHERE,
}
