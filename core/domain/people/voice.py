"""Voice: how texts that are written for a creator sound; it never has a part in a score."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Tone(StrEnum):
    """How a creator wants to be spoken of."""

    BRUTAL = "brutal"
    SARCASTIC = "sarcastic"
    POLITE = "polite"


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """The tone, the name that the creator goes by, and a language (BCP 47) for what is written."""

    tone: Tone = Tone.POLITE
    display_name: str = ""
    language: str = "en"


PLAIN_VOICE: Final = Voice()
