"""Clip calls: what every face tells viewers who ask for a clip. The face escapes it."""

from __future__ import annotations

from cogs.plain_text import clean_text
from core.domain.chat.clip_calls import ClipCall, ClipCallStatus
from core.domain.work.plain_text import format_offset

NAME_LENGTH_MAX = 32


def describe_call(call: ClipCall) -> str:
    """Return one sentence: how many have asked so far, or what happened to the clip."""
    first = clean_text(call.asked_by, NAME_LENGTH_MAX)
    moment = format_offset(max(0.0, call.moment_seconds))
    match call.status:
        case ClipCallStatus.COUNTED | ClipCallStatus.REPEATED:
            return (
                f"{call.callers} of {call.needed} viewers have asked for a clip; {first} was first."
            )
        case ClipCallStatus.REACHED:
            return f"A clip of {moment} is being made; {first} asked for it first."
        case ClipCallStatus.JOINED:
            return f"A clip of {moment} was already being made; {first} asked for it first."
        case ClipCallStatus.KNOWN:
            return f"{first} already asked for a clip of {moment}."
