"""The app: every service, in one bundle per subject, built from the ports in `outside`."""

from core.app.app import App
from core.app.outside import Limits, Ports

__all__ = ["App", "Limits", "Ports"]
