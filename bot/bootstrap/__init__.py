"""The composition root: the only place that knows every concrete class."""

from bot.bootstrap.opening import Adapt, open_connected, open_local, unchanged
from bot.bootstrap.ports import Boards
from core.adapters.chat_logs.reader import RecordedChatReader
from core.adapters.home import remove_abandoned

__all__ = [
    "Adapt",
    "Boards",
    "RecordedChatReader",
    "open_connected",
    "open_local",
    "remove_abandoned",
    "unchanged",
]
