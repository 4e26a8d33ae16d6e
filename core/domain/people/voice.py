"""Voice: how texts written for a creator sound; it is never part of a score."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Tone(StrEnum):
    """How a creator wants to be described."""

    BRUTAL = "brutal"
    SARCASTIC = "sarcastic"
    POLITE = "polite"


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """The tone, the creator's name, and the language (BCP 47) of what is written."""

    tone: Tone = Tone.POLITE
    display_name: str = ""
    language: str = "en"


PLAIN_VOICE: Final = Voice()
