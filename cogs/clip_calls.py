"""Calls: what every face says to viewers who ask for a clip. Plain words; the face escapes them."""

from __future__ import annotations

from cogs.plain_text import clean_text
from core.domain.chat.clip_calls import (
    ClipCall,
    ClipCallStatus,
)
from core.domain.work.plain_text import format_offset

NAME_LENGTH_MAX = 32


def describe_call(call: ClipCall) -> str:
    """Return one sentence: how far viewers are, or what became of what they asked for."""
    first = clean_text(call.asked_by, NAME_LENGTH_MAX)
    moment = format_offset(max(0.0, call.moment_seconds))
    match call.status:
        case ClipCallStatus.COUNTED | ClipCallStatus.REPEATED:
            return f"{call.callers} of {call.needed} viewers ask for a clip; {first} was first."
        case ClipCallStatus.REACHED:
            return f"A clip of {moment} is being made; {first} asked for it first."
        case ClipCallStatus.JOINED:
            return f"The clip of {moment} was under way already; {first} asked for it first."
        case ClipCallStatus.KNOWN:
            return f"The clip of {moment} was asked for already, by {first}."
