"""The app: every service, in a bundle a subject, built from the ports that it needs."""

from core.app.app import App, build_app
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
    "build_app",
]
