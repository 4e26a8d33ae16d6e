"""The picture's lettering: a font of 5 by 7 pixels, drawn for this game."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from core.adapters.demo.canvas import Pixels, Sprite, sprite_of
from core.adapters.demo.colours import BLACK

# Five columns per character, the lowest bit at the top.
_COLUMNS = {
    " ": "0000000000", "!": "00005F0000", "#": "147F147F14", "%": "2313086462",
    "+": "08083E0808", ",": "0050300000", "-": "0808080808", ".": "0060600000",
    "/": "2010080402", ":": "0036360000", "0": "3E5149453E", "1": "00427F4000",
    "2": "4261514946", "3": "2141454B31", "4": "1814127F10", "5": "2745454539",
    "6": "3C4A494930", "7": "0171090503", "8": "3649494936", "9": "064949291E",
    "A": "7E1111117E", "B": "7F49494936", "C": "3E41414122", "D": "7F4141221C",
    "E": "7F49494941", "F": "7F09090901", "G": "3E4149497A", "H": "7F0808087F",
    "I": "00417F4100", "J": "2040413F01", "K": "7F08142241", "L": "7F40404040",
    "M": "7F020C027F", "N": "7F0408107F", "O": "3E4141413E", "P": "7F09090906",
    "Q": "3E4151215E", "R": "7F09192946", "S": "4649494931", "T": "01017F0101",
    "U": "3F4040403F", "V": "1F2040201F", "W": "3F4038403F", "X": "6314081463",
    "Y": "0708700807", "Z": "6151494543",
}  # fmt: skip


@lru_cache(maxsize=256)
def _glyph(character: str) -> Pixels:
    """Return one character as zeros and ones, shape (7, 6): the last column is the gap."""
    columns = bytes.fromhex(_COLUMNS[character]) + b"\0"
    return np.array([[column >> row & 1 for column in columns] for row in range(7)], np.uint8)


@lru_cache(maxsize=512)
def letter(text: str, colour: int, size: int = 1) -> Sprite:
    """Return the text, anchored at its middle: bold from size 3, dark outline."""
    dots = np.concatenate([_glyph(character) for character in text], axis=1)
    edge = 1 if size < 3 else 2
    body = np.pad(np.repeat(np.repeat(dots, size, axis=0), size, axis=1), 2 + edge)
    if size > 2:
        body |= np.roll(body, 1, axis=0) | np.roll(body, 1, axis=1)
    around = body.copy()
    for down in range(-edge, edge + 1):
        for across in range(-edge, edge + 1):
            around |= np.roll(body, (down, across), axis=(0, 1))
    pixels = np.where(body > 0, colour, np.where(around > 0, BLACK, 0)).astype(np.uint8)
    return sprite_of(pixels)
