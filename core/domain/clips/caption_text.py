"""Caption text: words from outside cleaned, measured and escaped for ASS.

Widths are those of DejaVu Sans Bold in hundredths of an em: exact for ASCII and never much too
small for the rest, so that what is planned to fit does fit.
"""

from __future__ import annotations

import unicodedata
from itertools import groupby, islice
from typing import Final

TEXT_CHARACTERS_MAX: Final = 2_000
_MARKS_MAX: Final = 3
_CLUSTER_CHARACTERS_MAX: Final = 12
_WORD_JOINER: Final = "\u2060"
_JOINERS: Final = "\u200c\u200d"
_ASCII_WIDTHS: Final = (
    *(35, 46, 52, 84, 70, 100, 87, 31, 46, 46, 52, 84, 38, 42, 38, 37),
    *(70, 70, 70, 70, 70, 70, 70, 70, 70, 70, 40, 40, 84, 84, 84, 58),
    *(100, 77, 76, 73, 83, 68, 68, 82, 84, 37, 37, 77, 64, 100, 84, 85),
    *(73, 85, 77, 72, 68, 81, 77, 110, 77, 72, 73, 46, 37, 46, 84, 50),
    *(50, 67, 72, 59, 72, 68, 44, 72, 71, 34, 34, 67, 34, 104, 71, 69),
    *(72, 72, 49, 60, 48, 71, 65, 92, 65, 65, 58, 71, 37, 71, 84),
)
_WIDE: Final = 100
_ARABIC: Final = range(0x0600, 0x0780)
_ARABIC_WIDTH: Final = 116
_SMALL_LETTER_WIDTH: Final = 110
_LETTER_WIDTH: Final = 135
_DIGRAPHS: Final = range(0x01C4, 0x01F4)
_DIGRAPH_WIDTH: Final = 156
_SYMBOL_WIDTH: Final = 190
_PUNCTUATION_WIDTHS: Final = {
    **dict.fromkeys("\u2018\u2019\u201a\u00b7\u00a1", 46),
    **dict.fromkeys("\u201c\u201d\u201e\u2013\u00b0\u00bf\u00ab\u00bb\u2022", 66),
    **dict.fromkeys("\u20ac\u00a3\u00a5\u00a2", 70),
    **dict.fromkeys("\u2014\u2026\u00a9\u00ae\u2122", 100),
}

# Dropped: controls, format characters (including every bidi override), lone surrogates, private
# use, unassigned characters and enclosing marks. Joiners stay: Persian and Indic need them.
_DROPPED: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Me"})
_NEVER_SAID: Final = frozenset("\ufffc\ufffd\u115f\u1160\u3164\uffa0")
_SYMBOLS: Final = frozenset({"So", "Sk", "Sm"})
_GENERAL_MARKS: Final = (range(0x0300, 0x0370), range(0x1AB0, 0x1B00), range(0x1DC0, 0x1E00))
# What DejaVu Sans Bold can draw, as first and last of each run, without its rarest scripts.
_DRAWN: Final = (
    *((0x20, 0x2E9), (0x300, 0x34F), (0x351, 0x353), (0x35C, 0x362), (0x370, 0x525)),
    *((0x531, 0x58A), (0x5B0, 0x604), (0x606, 0x607), (0x609, 0x60C), (0x61B, 0x61F)),
    *((0x621, 0x63A), (0x640, 0x655), (0x660, 0x670), (0x679, 0x6BF), (0x6C6, 0x6C8)),
    *((0x6CB, 0x6CC), (0x6CE, 0x6D0), (0x6D5, 0x6D5), (0x6F0, 0x6F9), (0x7C0, 0x7E7)),
    *((0xE3F, 0xE3F), (0xE94, 0xEB9), (0x10A0, 0x10FC), (0x1401, 0x1407), (0x1D00, 0x1D14)),
    *((0x1E00, 0x20B5), (0x20B8, 0x20BA), (0x20BD, 0x20BD), (0x2100, 0x2109), (0x210B, 0x2149)),
    *((0x2150, 0x2185), (0x2190, 0x2311), (0x2324, 0x2328), (0x23CE, 0x23CF), (0x2460, 0x2469)),
    *((0x2500, 0x269C), (0x269E, 0x26B8), (0x26C0, 0x26C3), (0x2701, 0x2704), (0x2706, 0x2709)),
    *((0x270C, 0x2727), (0x2729, 0x274B), (0x2761, 0x2794), (0x2798, 0x27AF), (0x27B1, 0x27BE)),
    *((0x27E6, 0x27EB), (0x27F0, 0x28FF), (0x2B00, 0x2B1A), (0x2C60, 0x2C6F), (0xFB00, 0xFB4F)),
    *((0xFE70, 0xFEFC), (0x1F600, 0x1F623), (0x1F625, 0x1F62B), (0x1F62D, 0x1F640)),
)


def clean_text(text: str) -> str:
    """Return the text on one line without unreadable characters, one space between words.

    Only the first 2,000 characters are read. Symbols that our font lacks are left out; letters
    never are.
    """
    spaced = " ".join(text[:TEXT_CHARACTERS_MAX].split())
    kept = "".join(
        character for character in spaced if character in _JOINERS or _is_read(character)
    )
    limited = _limit_marks(unicodedata.normalize("NFC", kept))
    return " ".join(filter(_has_substance, limited.split()))


def measure_text(text: str) -> float:
    """Return the width of a text in ems, rather too large than too small."""
    return sum(_measure(character) for character in text) / 100


def split_clusters(text: str) -> tuple[str, ...]:
    """Return the text as characters with their marks and joiners, at most 12 in each cluster."""
    clusters: list[str] = []
    for character in text:
        if clusters and _continues(clusters[-1], character):
            clusters[-1] += character
        else:
            clusters.append(character)
    return tuple(clusters)


def is_unspaced(text: str) -> bool:
    """Return whether a text is in a script that puts no spaces between words."""
    return any(
        (unicodedata.east_asian_width(character) == "W" and not "\uac00" <= character <= "\ud7a3")
        or "\u0e01" <= character <= "\u0eff"
        for character in text
    )


def is_right_to_left(text: str) -> bool:
    """Return whether a line is read from the right: its first letter with a direction is."""
    for character in text:
        direction = unicodedata.bidirectional(character)
        if direction in {"L", "R", "AL"}:
            return direction != "L"
    return False


def escape_ass(text: str) -> str:
    r"""Escape a clean text so that ASS shows it as it is.

    libass shows `\{` and `\}` as braces. A backslash has no escape: a word joiner after it, which
    is not drawn, keeps it from being read together with what follows.
    """
    safe = text.replace("\\", "\\" + _WORD_JOINER)
    return safe.replace("{", "\\{").replace("}", "\\}")


def _is_read(character: str) -> bool:
    category = unicodedata.category(character)
    if category in _DROPPED or character in _NEVER_SAID or _is_variation(character):
        return False
    is_needless = category in _SYMBOLS or any(ord(character) in block for block in _GENERAL_MARKS)
    return not is_needless or is_drawn(character)


def _is_variation(character: str) -> bool:
    return "\ufe00" <= character <= "\ufe0f" or "\U000e0100" <= character <= "\U000e01ef"


def is_drawn(character: str) -> bool:
    """Return whether the shipped font draws a character."""
    return any(first <= ord(character) <= last for first, last in _DRAWN)


def _is_mark(character: str) -> bool:
    return character in _JOINERS or unicodedata.category(character).startswith("M")


def _continues(cluster: str, character: str) -> bool:
    is_joined = _is_mark(character) or cluster.endswith(tuple(_JOINERS))
    return is_joined and len(cluster) < _CLUSTER_CHARACTERS_MAX


def _limit_marks(text: str) -> str:
    """Keep at most three marks in a row: a taller pile would leave the picture."""
    parts: list[str] = []
    for is_mark, run in groupby(text, key=_is_mark):
        parts += islice(run, _MARKS_MAX if is_mark else None)
    return "".join(parts)


def _has_substance(word: str) -> bool:
    return not all(map(_is_mark, word))


def _measure(character: str) -> int:
    if _is_mark(character) or character == _WORD_JOINER:
        return 0
    if character in _PUNCTUATION_WIDTHS:
        return _PUNCTUATION_WIDTHS[character]
    base = unicodedata.normalize("NFD", character)[0]
    if " " <= base <= "~":
        return _ASCII_WIDTHS[ord(base) - 0x20]
    code = ord(character)
    if code in _ARABIC:
        return _ARABIC_WIDTH
    if unicodedata.east_asian_width(character) in "WF":
        return _WIDE if unicodedata.category(character).startswith("L") else _SYMBOL_WIDTH
    if code in _DIGRAPHS:
        return _DIGRAPH_WIDTH
    if unicodedata.category(character) == "Ll":
        return _SMALL_LETTER_WIDTH
    return _LETTER_WIDTH if character.isalnum() else _SYMBOL_WIDTH
