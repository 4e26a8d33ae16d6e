"""Heard lines: what counts towards a reaction."""

from __future__ import annotations

from typing import NamedTuple

from core.domain.chat.chat_message import ChatMessage
from core.domain.chat.line_reading import LineReading


class HeardLine(NamedTuple):
    """One line that counts and what it says.

    `is_newcomer` is true if its chatter had never been heard before.
    """

    message: ChatMessage
    reading: LineReading
    is_newcomer: bool
