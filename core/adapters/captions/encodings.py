"""Encodings: what a caption file's bytes say, where nobody says how they are written.

UTF-8, UTF-16 and UTF-32 are known by their bytes, UTF-16 also without a mark. Of the older
encodings the one wins whose common characters make up most of the text.
"""

from __future__ import annotations

import codecs
from collections.abc import Callable
from typing import Final

_UTF_16_MARKS: Final = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
# The longer mark begins like the shorter one.
_UTF_32_MARKS: Final = (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)
_ZEROS_MIN: Final = 0.3
"""Digits, spaces and times are half zeros in UTF-16, whatever is said; text has none."""
_SAMPLE_BYTES: Final = 200_000
_Score = Callable[[str], float]

_WESTERN: Final = (
    "éèêëàâäáãåæçíîïìñóôöòõøúûüùßÉÈÀÄÖÜÅÑÇ\u2019\u2018\u201c\u201d\u2013\u2014\u2026«»°£¿¡\u00a0"
)
# The letters of a language, the most frequent first.
_CYRILLIC: Final = "оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъё"
_LETTERS: Final = {
    "cp1251": _CYRILLIC,
    "koi8-r": _CYRILLIC,
    "cp1253": "αοιετσνηυρπκμλςάίόέγδήώωβθφχύξζψ",
    "cp1255": "יוהלאמרתבשנםחדעקפכגצטןזסךףץ",
    "cp1256": "اليمنوتربهعدسةفكحقإأجشصطخذزىضثظغؤئء",
    "cp874": "านรอก่เงม้ยลวดทัสตีิะปบคหแ์ขชไุจ็ูพใซโผื",
    "cp1254": "ığşüöçİĞŞÜÖÇâ",
    "cp1250": "ąęłóżćśńźáíéěšřčžýůőűŁŚŹĘÁÉŠČŘŽ",
}
# The mean weight of letters in running text, whose frequencies fall off alike in all of these.
_USUAL_WEIGHT: Final = 0.55


def decode(content: bytes) -> str:
    """Return the text of a file, without its byte order mark and zeros that fill it up."""
    if content.startswith(_UTF_32_MARKS):
        return content.decode("utf-32", "replace")
    if content.startswith(_UTF_16_MARKS):
        return content.decode("utf-16", "replace")
    if wide := _find_wide(content[:_SAMPLE_BYTES]):
        return content.decode(wide, "replace")
    content = content.rstrip(b"\0")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode(_guess(content), "replace")


def _find_wide(sample: bytes) -> str:
    """Return which UTF-16 a text without a mark is in; empty if in none."""
    half = max(1, len(sample) // 2)
    first, second = sample[::2].count(0) / half, sample[1::2].count(0) / half
    if max(first, second) < _ZEROS_MIN or min(first, second) > _ZEROS_MIN / 10:
        return ""
    return "utf-16-le" if second > first else "utf-16-be"


def _guess(content: bytes) -> str:
    sample = content[:_SAMPLE_BYTES]
    scores = {name: _rate(sample, name, score) for name, score in _SCORES.items()}
    return max(scores, key=lambda name: scores[name])


def _rate(content: bytes, name: str, score: _Score) -> float:
    """Return how well an encoding fits, from 0 to 1; below 0 where its bytes make no sense."""
    try:
        text = codecs.getincrementaldecoder(name)("strict").decode(content)
    except UnicodeDecodeError:
        return -1.0
    foreign = "".join(character for character in text if character > "\x7f")
    if any("\x80" <= character <= "\x9f" for character in foreign):
        return -1.0
    return score(text) if foreign else 0.0


def _share(text: str, is_common: Callable[[str], bool]) -> float:
    foreign = [character for character in text if character > "\x7f"]
    return sum(map(is_common, foreign)) / max(1, len(foreign))


def _score_letters(letters: str) -> _Score:
    weights = {letter: 1 / (1 + rank / 8) for rank, letter in enumerate(letters)}

    def score(text: str) -> float:
        foreign = [character for character in text if character > "\x7f"]
        mean = sum(weights.get(character, 0.0) for character in foreign) / max(1, len(foreign))
        fit = min(1.0, mean / _USUAL_WEIGHT) * 0.97
        return fit if "ş" in letters or "ą" in letters else fit * _measure_purity(text)

    return score


def _measure_purity(text: str) -> float:
    """Return how many letters of another script stand beside no plain Latin letter."""
    places = [at for at, character in enumerate(text) if character > "\x7f"]
    mixed = sum(_is_plain(text, at - 1) or _is_plain(text, at + 1) for at in places)
    return 1 - mixed / max(1, len(places))


def _is_plain(text: str, at: int) -> bool:
    return 0 <= at < len(text) and text[at].isascii() and text[at].isalpha()


def _score_western(text: str) -> float:
    """Return a high score where single letters with accents stand among plain ones."""
    lonely = sum(
        1
        for at, character in enumerate(text)
        if character > "\x7f" and not _is_foreign(text, at - 1) and not _is_foreign(text, at + 1)
    )
    alone = lonely / max(1, sum(character > "\x7f" for character in text))
    return alone * _share(text, frozenset(_WESTERN).__contains__)


def _is_foreign(text: str, at: int) -> bool:
    return 0 <= at < len(text) and text[at] > "\x7f"


def _is_kana(character: str) -> bool:
    return "\u3041" <= character <= "\u30fe" or character in "\u3001\u3002\u300c\u300d\uff01\uff1f"


def _leads_within(encoding: str, first: int, last: int) -> Callable[[str], bool]:
    """Return whether a character is among an encoding's common ones, by its first byte."""

    def is_common(character: str) -> bool:
        try:
            written = character.encode(encoding)
        except UnicodeEncodeError:
            return False
        return len(written) == 2 and first <= written[0] <= last

    return is_common


def _score_japanese(encoding: str, first: int, last: int) -> _Score:
    is_kanji = _leads_within(encoding, first, last)

    def score(text: str) -> float:
        kana = _share(text, _is_kana)
        return (kana + 0.9 * _share(text, is_kanji)) if kana > 0.1 else 0.3 * kana

    return score


def _score_chinese(encoding: str, first: int, last: int) -> _Score:
    is_common = _leads_within(encoding, first, last)
    return lambda text: 0.95 * _share(text, is_common) + 0.5 * _share(text, _is_kana_mark)


def _is_kana_mark(character: str) -> bool:
    return character in "\uff0c\u3002\uff01\uff1f\u3001\uff1a"


def _score_korean(text: str) -> float:
    hangul = _share(text, _leads_within("euc-kr", 0xB0, 0xC8))
    return hangul if hangul > 0.9 and " " in text else 0.8 * hangul


_SCORES: Final[dict[str, _Score]] = {
    "cp1252": _score_western,
    "shift_jis": _score_japanese("shift_jis", 0x88, 0x97),
    "euc_jp": _score_japanese("euc_jp", 0xB0, 0xCF),
    "gb18030": _score_chinese("gbk", 0xB0, 0xD7),
    "big5": _score_chinese("big5", 0xA4, 0xC6),
    "cp949": _score_korean,
    **{name: _score_letters(letters) for name, letters in _LETTERS.items()},
}
