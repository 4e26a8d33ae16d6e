"""Caption looks: how captions are shown, as people know it from other clips."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from core.errors import InvalidInput

NO_CAPTIONS: Final = "none"
"""Stands for the style of a cut without any."""
_COLOURS: Final = {
    "yellow": "FFD700",
    "green": "3BFF4F",
    "cyan": "35E6FF",
    "pink": "FF5CC8",
    "orange": "FF8A1F",
    "red": "FF4040",
    "white": "FFFFFF",
}
_HEX: Final = re.compile(r"#?([0-9a-fA-F]{6})")


class CaptionStyle(StrEnum):
    """WORDS shows three words with the spoken one in colour, KARAOKE colours what was spoken."""

    WORDS = "words"
    SINGLE = "single"
    LINE = "line"
    KARAOKE = "karaoke"


class CaptionSize(StrEnum):
    """How tall the letters are."""

    SMALL = "small"
    MEDIUM = "medium"
    LARGE = "large"

    @property
    def pixels(self) -> int:
        return {"small": 68, "medium": 90, "large": 116}[self.value]


class CaptionPlace(StrEnum):
    """Where captions stand; all of these are above the buttons of the apps."""

    AUTOMATIC = "automatic"
    UPPER = "upper"
    MIDDLE = "middle"
    LOWER = "lower"

    @property
    def y(self) -> int | None:
        """Return the line's centre in 1080x1920; None where the picture decides."""
        return {"upper": 420, "middle": 860, "lower": 1180}.get(self.value)


@dataclass(frozen=True, slots=True, kw_only=True)
class CaptionLook:
    """A style with its size, its colour (six hexadecimal digits, red first) and its place."""

    style: CaptionStyle = CaptionStyle.WORDS
    size: CaptionSize = CaptionSize.MEDIUM
    colour: str = _COLOURS["yellow"]
    place: CaptionPlace = CaptionPlace.AUTOMATIC
    is_upper_case: bool = False

    @property
    def words_max(self) -> int:
        return {"words": 3, "single": 1, "line": 7, "karaoke": 5}[self.style.value]

    @property
    def ass_colour(self) -> str:
        """Return the colour as ASS writes it: blue first."""
        red, green, blue = self.colour[:2], self.colour[2:4], self.colour[4:]
        return f"&H{blue}{green}{red}&"


USUAL_LOOK: Final = CaptionLook()


def read_colour(text: str) -> str:
    """Return six hexadecimal digits for a name or `#rrggbb`; InvalidInput for anything else."""
    wanted = text.strip().lower()
    found = _HEX.fullmatch(wanted)
    if wanted in _COLOURS:
        return _COLOURS[wanted]
    if found is None:
        raise InvalidInput(f"Write a colour as #FFD700, or one of {', '.join(_COLOURS)}.")
    return found[1].upper()


def read_look(text: str) -> CaptionLook:
    """Return a look from words in any order, such as `karaoke large cyan upper caps`.

    InvalidInput, with what there is, for a word that means nothing.
    """
    style, size, place = USUAL_LOOK.style, USUAL_LOOK.size, USUAL_LOOK.place
    colour, is_upper_case = USUAL_LOOK.colour, False
    for word in text.lower().replace(",", " ").split():
        if word in set(CaptionStyle):
            style = CaptionStyle(word)
        elif word in set(CaptionSize):
            size = CaptionSize(word)
        elif word in set(CaptionPlace):
            place = CaptionPlace(word)
        elif word == "caps":
            is_upper_case = True
        else:
            colour = _read_word(word)
    return CaptionLook(
        style=style, size=size, colour=colour, place=place, is_upper_case=is_upper_case
    )


def write_look(look: CaptionLook) -> str:
    """Return a look in the words that `read_look` reads."""
    names = {code: name for name, code in _COLOURS.items()}
    colour = names.get(look.colour, f"#{look.colour}")
    caps = ["caps"] if look.is_upper_case else []
    return " ".join((look.style, look.size, colour, look.place, *caps))


def _read_word(word: str) -> str:
    try:
        return read_colour(word)
    except InvalidInput:
        raise InvalidInput(
            f"“{word[:40]}” is no part of a look. Write a style "
            f"({', '.join(CaptionStyle)}), a size "
            f"({', '.join(CaptionSize)}), a colour ({', '.join(_COLOURS)} or #rrggbb), a place "
            f"({', '.join(CaptionPlace)}), and caps for capital letters, as in: karaoke large cyan."
        ) from None
