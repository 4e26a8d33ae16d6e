"""Repairs: what is wrong in `.env` already is told first, and mended where that is safe."""

from __future__ import annotations

from bot.bootstrap.setting_up import SetupDesk
from bot.setting_up.conversation import Conversation, confirm


async def repair(talk: Conversation, desk: SetupDesk) -> None:
    """Tell each fault; a name that was probably meant otherwise is changed after a question."""
    for fault in desk.list_faults():
        talk.say(f"  {fault.sentence}")
        if fault.fix and await confirm(talk, f"Shall I {fault.fix}?", default=True):
            await desk.rename(*fault.names)
            talk.say("  Done.")
    left = desk.list_faults()
    if left:
        talk.say("  Truss does not start until that is mended in .env.")
