"""Asking for values: until they can be used, or are left out."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import Final

from bot.bootstrap.setting_up import Finding, SetupDesk
from bot.setting_up.conversation import Conversation, confirm
from core.errors import ExternalFailure

LEAVE: Final = "Enter leaves it out"
KEEP: Final = "Enter keeps the one that is set"
_UNCHECKED: Final = "Keep the answer unchecked?"


async def ask_value(
    talk: Conversation, desk: SetupDesk, name: str, question: str, *, is_secret: bool = False
) -> str:
    """Return a value that the setting can have; what is set already, or "", after Enter."""
    known = desk.known(name)
    while True:
        answer = await talk.ask(f"{question} ({KEEP if known else LEAVE})", is_secret=is_secret)
        if not answer:
            return known
        if fault := desk.find_fault(name, answer):
            talk.say(f"  {fault}")
            continue
        return answer


async def is_accepted(
    talk: Conversation,
    look: Callable[[], Awaitable[Sequence[Finding]]],
    *,
    name: str,
    is_unchanged: bool = False,
) -> bool:
    """Say what a platform thinks of an answer; True where it may be kept.

    What was set before (`is_unchanged`) may stay though it is refused: nothing is obligatory.
    """
    talk.say(f"  Asking {name}...")
    try:
        found = await look()
    except ExternalFailure as error:
        talk.say(f"  {error}")
        return await confirm(talk, _UNCHECKED, default=is_unchanged)
    for finding in found:
        talk.say(f"  {finding.sentence}")
    if not any(finding.is_fault for finding in found):
        return True
    return is_unchanged and await confirm(talk, "Leave it as it is?", default=True)
