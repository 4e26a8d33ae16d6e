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
    """How what is published sounds: plain without a tone; the name and language (BCP 47) of whom.

    `titles_ask` says whether titles are to ask something; None leaves that open.
    """

    tone: Tone | None = None
    display_name: str = ""
    language: str = "en"
    titles_ask: bool | None = None


PLAIN_VOICE: Final = Voice()
