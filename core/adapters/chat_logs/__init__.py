"""Recorded chat in the formats that common tools write."""

from core.adapters.chat_logs.reader import RecordedChatReader

__all__ = ["RecordedChatReader"]
