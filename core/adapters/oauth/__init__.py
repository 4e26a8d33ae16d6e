"""OAuth: how accounts on platforms are linked, one flow with a table of differences."""

from core.adapters.oauth.client import HttpOAuth
from core.adapters.oauth.dialects import Application, Dialect

__all__ = ["Application", "Dialect", "HttpOAuth"]
