"""Glyphs: fonts for what DejaVu cannot draw, each cut down to the letters of one document.

They come from packages with the Noto fonts, or from the machine. Variable fonts are set to bold.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

_PACKAGES: Final = ("manimgx-fonts", "manimgx-fonts-cjk")
_SYSTEM: Final = (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"))
_SUFFIXES: Final = frozenset({".ttf", ".otf", ".ttc"})
_UNWANTED: Final = ("italic", "emoji", "symbols", "serif", "mono", "ui-")
_BOLD: Final = 700.0
_FALLBACK: Final = "Truss {}"


@dataclass(frozen=True, slots=True)
class Face:
    """A font in a file, and the characters that it draws."""

    file: Path
    number: int
    characters: frozenset[int]


@dataclass(frozen=True, slots=True)
class Fallback:
    """A font made for a document: its family, and the characters that it is for."""

    family: str
    characters: frozenset[str]


@cache
def list_faces() -> tuple[Face, ...]:
    """Return the fonts of packages, else of the machine, that may draw other scripts.

    Blocking, and slow the first time: each font's table of characters is read.
    """
    files = sorted(_list_packaged()) or sorted(_list_installed())
    return tuple(face for file in files for face in _read_faces(file))


def choose_faces(characters: Iterable[str]) -> tuple[dict[Face, frozenset[str]], str]:
    """Return which font draws which characters, and the characters that none draws.

    The font that draws most of what is left is taken first, so that a text keeps one hand.
    """
    left = set(characters)
    chosen: dict[Face, frozenset[str]] = {}
    while left:
        best = max(list_faces(), key=lambda face: len(_covers(face, left)), default=None)
        drawn = _covers(best, left) if best else frozenset()
        if best is None or not drawn:
            break
        chosen[best] = drawn
        left -= drawn
    return chosen, "".join(sorted(left))


def make_fallbacks(
    chosen: dict[Face, frozenset[str]], text: str, folder: Path
) -> tuple[Fallback, ...]:
    """Write a font for each face, with what it draws of the text, and return their families."""
    made: list[Fallback] = []
    for face, characters in chosen.items():
        wanted = frozenset(c for c in text if ord(c) in face.characters)
        name = hashlib.sha256(f"{face.file}{face.number}{sorted(wanted)}".encode()).hexdigest()[:12]
        family = _FALLBACK.format(name)
        place = folder / f"{name}.ttf"
        if not place.is_file():
            folder.mkdir(parents=True, exist_ok=True)
            part = folder.parent / f".{place.name}.{os.getpid()}.part"
            _cut(face, wanted, family, part)
            part.replace(place)
        made.append(Fallback(family, characters))
    return tuple(made)


def _cut(face: Face, characters: frozenset[str], family: str, out: Path) -> None:
    from fontTools import subset, ttLib  # noqa: PLC0415 - only for scripts that DejaVu lacks
    from fontTools.varLib import instancer  # noqa: PLC0415

    with ttLib.TTFont(str(face.file), fontNumber=face.number, lazy=True) as font:
        options = subset.Options(layout_features=["*"], name_IDs=[1, 2], notdef_outline=True)
        cutter = subset.Subsetter(options)
        cutter.populate(text="".join(sorted(characters)) + " ")
        cutter.subset(font)
        if "fvar" in font:
            axes = {axis.axisTag: axis.defaultValue for axis in font["fvar"].axes}
            weight = next((axis for axis in font["fvar"].axes if axis.axisTag == "wght"), None)
            if weight is not None:
                axes["wght"] = min(_BOLD, weight.maxValue)
            instancer.instantiateVariableFont(font, axes, inplace=True)
        _rename(font, family)
        font.save(str(out))


def _rename(font: Any, family: str) -> None:
    names = font["name"]
    names.names = []
    for number, text in (
        (1, family),
        (2, "Bold"),
        (4, f"{family} Bold"),
        (6, family.replace(" ", "")),
    ):
        names.setName(text, number, 3, 1, 0x409)
    font["OS/2"].usWeightClass = int(_BOLD)
    font["OS/2"].fsSelection = 0x20
    font["head"].macStyle = 1


def _covers(face: Face, characters: set[str]) -> frozenset[str]:
    return frozenset(c for c in characters if ord(c) in face.characters)


def _list_packaged() -> list[Path]:
    from importlib import metadata  # noqa: PLC0415 - it imports e-mail and archives

    found: list[Path] = []
    for name in _PACKAGES:
        try:
            files: Sequence[Any] = metadata.distribution(name).files or ()
        except metadata.PackageNotFoundError:
            continue
        found += [Path(str(file.locate())) for file in files if _is_wanted(file.name)]
    return [file for file in found if file.is_file()]


def _list_installed() -> list[Path]:
    return [
        file
        for folder in _SYSTEM
        if folder.is_dir()
        for file in folder.rglob("Noto*")
        if _is_wanted(file.name) and "bold" in file.name.lower()
    ]


def _is_wanted(name: str) -> bool:
    is_font = Path(name).suffix.lower() in _SUFFIXES
    return is_font and not any(word in name.lower() for word in _UNWANTED)


def _read_faces(file: Path) -> Iterable[Face]:
    from fontTools import ttLib  # noqa: PLC0415 - only for scripts that DejaVu lacks

    if file.suffix.lower() == ".ttc":
        with ttLib.TTCollection(str(file), lazy=True) as fonts:
            for number, font in enumerate(fonts):
                yield Face(file, number, frozenset(font.getBestCmap() or {}))
        return
    with ttLib.TTFont(str(file), lazy=True) as font:
        yield Face(file, -1, frozenset(font.getBestCmap() or {}))
