"""The app: every service, in one bundle per subject, built from ports."""

from core.app.app import App
from core.app.outside import (
    AccountPorts,
    ChatPorts,
    ClipPorts,
    FootagePorts,
    Limits,
    PeoplePorts,
    Ports,
    ReviewPorts,
    StreamPorts,
    VideoPorts,
)

__all__ = [
    "AccountPorts",
    "App",
    "ChatPorts",
    "ClipPorts",
    "FootagePorts",
    "Limits",
    "PeoplePorts",
    "Ports",
    "ReviewPorts",
    "StreamPorts",
    "VideoPorts",
]
