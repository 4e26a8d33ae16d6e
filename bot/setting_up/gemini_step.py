"""Gemini: the key with which a model watches videos."""

from __future__ import annotations

from functools import partial
from typing import Final

from bot.bootstrap.setting_up import SetupDesk
from bot.setting_up.asking import ask_value, is_accepted
from bot.setting_up.conversation import Conversation

KEY: Final = "TRUSS_GEMINI_API_KEY"
WHAT: Final = (
    "Gemini: a model watches the video too, for 5 dollars a month at most unless you set more.\n"
    "  Without it, clips are judged by sound, picture and chat."
)
STEPS: Final = """\
  1. Open https://aistudio.google.com/apikey, and press Create API key.
  2. Paste the key here; it is not shown."""


async def set_up_gemini(talk: Conversation, desk: SetupDesk) -> None:
    """Ask for the key until Gemini takes it."""
    talk.say(STEPS)
    while key := await ask_value(talk, desk, KEY, "The API key", is_secret=True):
        look, same = partial(desk.look_at_gemini, key), key == desk.known(KEY)
        if await is_accepted(talk, look, name="Gemini", is_unchanged=same):
            await desk.save({KEY: key})
            talk.say("  Gemini's key is set.")
            return
