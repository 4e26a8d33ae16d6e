"""Gemini: an analyst that sees and hears."""

from core.adapters.analysts.gemini.analyst import GeminiAnalyst
from core.adapters.analysts.gemini.requests import open_client

__all__ = ["GeminiAnalyst", "open_client"]
