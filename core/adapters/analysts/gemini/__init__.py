"""Gemini: an analyst that sees and hears, and answers questions."""

from core.adapters.analysts.gemini.analyst import GeminiAnalyst
from core.adapters.analysts.gemini.asking import GeminiAskModel
from core.adapters.analysts.gemini.requests import open_client

__all__ = ["GeminiAnalyst", "GeminiAskModel", "open_client"]
