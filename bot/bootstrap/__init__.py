"""The composition root: the single place that knows every concrete class."""

from bot.bootstrap.opening import open_app
from core.adapters.chat_logs.reader import RecordedChatReader
from core.adapters.home import remove_abandoned

__all__ = [
    "RecordedChatReader",
    "open_app",
    "remove_abandoned",
]
