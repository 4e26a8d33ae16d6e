"""Number words: how people and models write numbers, in digits of any script and in letters."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_SMALL: Final = (
    "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
    " seventeen eighteen nineteen twenty"
)
_GERMAN: Final = "zwei drei vier fünf sechs sieben acht neun zehn elf zwölf"
_SPANISH: Final = "dos tres cuatro cinco seis siete ocho nueve diez once doce"
_FRENCH: Final = "deux trois quatre cinq _ sept huit neuf dix onze douze"
_TENS: Final = "thirty forty fifty sixty seventy eighty ninety hundred"
_OTHERS: Final = {
    "dozen": 12.0,
    "dozens": 24.0,
    "hundreds": 100.0,
    "thousands": 1e3,
    "millions": 1e6,
    "billion": 1e9,
    "twice": 2.0,
    "double": 2.0,
    "doubled": 2.0,
    "triple": 3.0,
    "tripled": 3.0,
    "half": 0.5,
    "quarter": 0.25,
    "doppelt": 2.0,
    "hundert": 100.0,
    "cien": 100.0,
    "cent": 100.0,
    "mil": 1e3,
    "mille": 1e3,
}
SCALES: Final = {"k": 1e3, "m": 1e6, "mio": 1e6, "thousand": 1e3, "million": 1e6, "tausend": 1e3}
WORDS: Final[dict[str, float]] = {
    **{
        word: float(number)
        for words in (_SMALL, _GERMAN, _SPANISH, _FRENCH)
        for number, word in enumerate(words.split(), 2)
        if word != "_"
    },
    **{word: 10.0 * number for number, word in enumerate(_TENS.split(), 3)},
    **_OTHERS,
    "thousand": 1e3,
    "million": 1e6,
    "millionen": 1e6,
    "tausend": 1e3,
}
_CJK: Final = {
    one: float(value)
    for value, one in enumerate("\u3007\u4e00\u4e8c\u4e09\u56db\u4e94\u516d\u4e03\u516b\u4e5d")
}
_CJK["\u96f6"], _CJK["\u4e24"], _CJK["\u5169"] = 0.0, 2.0, 2.0
_CJK_TENS: Final = {"\u5341": 1e1, "\u767e": 1e2, "\u5343": 1e3}
_CJK_MYRIADS: Final = {"\u4e07": 1e4, "\u842c": 1e4, "\u4ebf": 1e8, "\u5104": 1e8}
CJK_NUMBER: Final = re.compile(
    f"[{''.join((*_CJK, *_CJK_TENS, *_CJK_MYRIADS))}]{{2,}}|[\u767e\u5343\u4e07\u842c\u4ebf\u5104]"
)
"""Two or more number signs in a row, or one of a hundred and more: one alone is part of words."""
COMPOUND: Final = re.compile(r"\b\w+(?:hundert|tausend|million|milli[oó]n)\w*\b", re.IGNORECASE)
"""Numbers written as one word; none of them is read, so none can be known."""
_APOSTROPHES: Final = "'\u00a0\u202f\u2019"
NUMBER: Final = re.compile(
    r"(?P<clock>\d{1,2}:\d{2}(?::\d{2})?)"
    r"|(?P<date>\d{4}-\d{2}(?:-\d{2})?)"
    rf"|(?P<plain>\d+(?:[.,{_APOSTROPHES}]\d+)*)"
    r"(?:\s?(?P<scale>k|m|mio|thousand|million|tausend)\b)?"
    r"(?P<percent>\s?%| percent\b| prozent\b)?",
    re.IGNORECASE,
)
WORD: Final = re.compile(
    rf"\b(?:{'|'.join(sorted(WORDS, key=len, reverse=True))})\b", re.IGNORECASE
)


def to_ascii_digits(text: str) -> str:
    """Return a text whose digits, fractions and powers of any script are 0 to 9."""
    return text if text.isascii() else "".join(_to_ascii(character) for character in text)


def _to_ascii(character: str) -> str:
    digit = None if character.isascii() else unicodedata.digit(character, None)
    if digit is not None:
        return str(digit)
    value = None if character.isascii() else unicodedata.numeric(character, None)
    # A letter such as 十 is a part of words; a sign such as ½ is nothing but a number.
    return character if value is None or character.isalpha() else f"{value:g}"


def read_cjk(text: str) -> float:
    """Return what number signs mean: \u4e09\u767e\u4e94\u5341 is 350, \u4e8c\u4e07 is 20,000."""
    total, part, digit = 0.0, 0.0, 0.0
    for sign in text:
        if sign in _CJK:
            digit = 10 * digit + _CJK[sign]
        elif sign in _CJK_TENS:
            part, digit = part + (digit or 1.0) * _CJK_TENS[sign], 0.0
        else:
            total, part, digit = total + ((part + digit) or 1.0) * _CJK_MYRIADS[sign], 0.0, 0.0
    return total + part + digit


def read_number(text: str) -> list[tuple[float, int]]:
    """Return what a number can mean, each with its decimals: 1,234 is 1234, or 1.234 elsewhere."""
    digits = re.sub(f"[{_APOSTROPHES}]", "", text)[:40]
    groups = re.split(r"[.,]", digits)
    if len(groups) == 1:
        return [(float(digits), 0)]
    readings: list[tuple[float, int]] = []
    if all(len(group) == 3 for group in groups[1:]) and len(groups[0]) <= 3:
        readings.append((float("".join(groups)), 0))
    if len(groups) == 2 or not readings:
        whole, decimals = "".join(groups[:-1]), groups[-1]
        readings.append((float(f"{whole}.{decimals or 0}"), len(decimals)))
    return readings
