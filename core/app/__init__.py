"""The app: every service, built from the ports it needs."""

from core.app.app import App, build_app
from core.app.outside import Limits, Ports

__all__ = ["App", "Limits", "Ports", "build_app"]
