"""Known bots: chatters that are programs, by name."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

_NAMES: Final = """
    anotherttvviewer botisimo buttsbot coebot commanderroot creatisbot deepbot dixperbro
    fossabot kofistreambot lattemotte logviewer lurxx mikuia mirrobot moobot nightbot
    ohbot own3d phantombot playwithviewersbot pokemoncommunitygame pretzelrocks restreambot
    rewardmore sery_bot soundalerts ssakdook stay_hydrated_bot streamelements streamholics
    streamlabs streamlootsbot supibot tangiabot titlechange_bot vivbot wizebot wzbot xanbot
"""
_KNOWN: Final = frozenset(_NAMES.split())
NAMES_KEPT: Final = 16384


@lru_cache(maxsize=NAMES_KEPT)
def is_bot(chatter: str) -> bool:
    """Return whether a name is a known bot's, or ends in "bot", with or without a number."""
    name = chatter.lower()
    return name in _KNOWN or name.rstrip("0123456789_").endswith("bot")
