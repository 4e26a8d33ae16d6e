# ruff: noqa: RUF001, RUF003 - these are the alphabets and the faces of the whole world
"""Signs: what reacts without a word - emoji, kaomoji, laughter as it is spelled, emote codes."""

from __future__ import annotations

import re
from typing import Final

_UNSPACED: Final = re.compile(
    r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uff66-\uff9f]"
)
"""Thai, Lao, Burmese, Khmer, kana and Chinese characters: written without spaces."""

_EMOTE_CODE: Final = re.compile(r"\[emote:\d+:([^\]\s]{1,60})\]|:(_?[a-zA-Z][\w+-]{1,60}):")
"""Kick's `[emote:1:name]`, and `:shortcut:` of YouTube and others."""

_CAMEL_END: Final = re.compile(r"(?<=[a-z0-9_])[A-Z][a-zA-Z]*$|(?<=[a-z0-9])[A-Z]+$")
_INVISIBLE: Final = re.compile(
    r"[\u00ad\u034f\u061c\u115f\u1160\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\u2800\u3164"
    r"\ufeff\uffa0\U000e0000-\U000e0fff]"
)

_EYES: Final = r"´｀`^＾≧≦><°・ಠಥ◕•;:￣∀▽ω◡‿ᴗツ益Дд﹏ᵔ◉⊙♥≖¬╥꒦╯ノ✧"
_SIGN: Final = re.compile(
    "|".join(
        (
            r"([^\s.\-_=*/#\u0300-\u036f])\1\1",  # a run of three, not of marks on a letter
            r"[\u203c\u2049\u2600-\u27bf\u2b50\u2b55\U0001f000-\U0001faff]",  # emoji
            r"[ㅋㅎㅠㅜㄷㅉ]{2}",
            r"^[ｗ草]+$|(?<=[\u3040-\u30ff\u4e00-\u9fff])(?:[wｗ]+|草+|笑+)[)）]?$|^[(（]?笑[)）]?$",
            rf"[(（][^\s()（）A-Za-z0-9]*[{_EYES}][^\s()（）A-Za-z0-9]+[)）]",  # (´・ω・`)
            rf"[(（][^\s()（）A-Za-z0-9]+[{_EYES}][^\s()（）A-Za-z0-9]*[)）]",
            r"[(（]?(?:([TＴOoOoUuXxQ;><^°¬-])[_.﹏ー]{1,3}\2|>[_.]<|[><]_[><]|\^\^)[)）]?$",  # T_T
            r"^[:=;xX8]['’]?-?[DO0(\[|/\\]+$|^D-?[:=;]$|^<3+$|^[oO]rz$|^OTL$",
            r"[\^＾°•≧][oO0_.ω▽∀ー]{1,3}[\^＾°•≦]",  # ^o^
            r"┻━+┻|ಠ_ಠ|¯\\_|ᕦ|ʕ.{1,5}ʔ|\(ツ\)",
            r"ฮ่า|ههه|חחח",
        )
    )
)


def is_sign(word: str) -> bool:
    """Return whether a word without spaces reacts by its form alone."""
    return _SIGN.search(word) is not None


def is_unspaced(text: str) -> bool:
    """Return whether a text is in a script whose words are not parted by spaces."""
    return _UNSPACED.search(text) is not None


def find_emote_names(word: str) -> tuple[str, ...]:
    """Return the names in the emote codes of a word; none if it has other letters around them."""
    names = tuple(found[1] or found[2] for found in _EMOTE_CODE.finditer(word))
    return names if names and not _EMOTE_CODE.sub("", word).strip() else ()


def name_of_emote(name: str) -> str:
    """Return the end of a channel's emote, which tells what it is: LUL of annLUL."""
    bare = name.strip(":").lstrip("_")
    found = _CAMEL_END.search(bare)
    return found[0] if found else bare


def strip_invisible(text: str) -> str:
    """Return a text without the marks that chat programs add to say the same thing twice."""
    return text if text.isascii() else _INVISIBLE.sub("", text)
