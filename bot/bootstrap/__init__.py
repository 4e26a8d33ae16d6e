"""The composition root: the single place that knows every concrete class."""

from bot.bootstrap.opening import open_app
from bot.bootstrap.tables import check_table, copy_workspace, create_table
from core.adapters.chat_logs.reader import RecordedChatReader
from core.adapters.home import remove_abandoned

__all__ = [
    "RecordedChatReader",
    "check_table",
    "copy_workspace",
    "create_table",
    "open_app",
    "remove_abandoned",
]
