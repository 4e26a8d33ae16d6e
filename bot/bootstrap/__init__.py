"""The composition root: the single place that knows every concrete class."""

from bot.bootstrap.opening import Adapt, Boards, as_they_are, open_connected, open_local
from core.adapters.chat_logs.reader import RecordedChatReader
from core.adapters.home import remove_abandoned

__all__ = [
    "Adapt",
    "Boards",
    "RecordedChatReader",
    "as_they_are",
    "open_connected",
    "open_local",
    "remove_abandoned",
]
