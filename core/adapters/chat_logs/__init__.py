"""Recorded chat in the formats that people have."""

from core.adapters.chat_logs.reader import RecordedChatReader

__all__ = ["RecordedChatReader"]
