"""What a crowd in chat does: the name of its reaction, and which reaction a token stands for."""

from __future__ import annotations

from enum import StrEnum


class Reaction(StrEnum):
    """What most of the reacting chatters said."""

    HYPE = "hype"
    LAUGHTER = "laughter"
    SHOCK = "shock"
    SADNESS = "sadness"
    APPLAUSE = "applause"
    MIXED = "mixed"
