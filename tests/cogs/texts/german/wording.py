"""What every German sentence has to be: German, to a friend, with the figures of the English."""

from __future__ import annotations

import re
from collections.abc import Mapping

SAME_IN_BOTH = {"applause", "Facecam", "Hype", "Layout", "Moderator", "Editor", "Text", "Tags"}
"""Words that are German as well."""
_GAP = re.compile(r"\{[^{}]*\}")
_COMMAND = re.compile(r"(?<![\w/.])/[a-z]+(?: (?:here|show|team|cards|link|list|add|tiktok)\b)?")


def list_unsaid(catalogue: Mapping[str, str]) -> list[str]:
    """Return what is the same in both languages, except for gaps, codes and shared words."""
    same = [english for english, german in catalogue.items() if english == german]
    return [one for one in same if _strip(one) and one not in SAME_IN_BOTH | {"Stitches"}]


def _strip(text: str) -> str:
    return re.sub(r"<t:|[^A-Za-zÄÖÜäöü]", "", _GAP.sub("", text))


def list_changed_figures(catalogue: Mapping[str, str]) -> list[str]:
    """Return sentences whose German has other figures, or names other commands."""
    return [
        english
        for english, german in catalogue.items()
        if _list_kept(english) != _list_kept(german)
    ]


def _list_kept(text: str) -> list[str]:
    own = _GAP.sub("", text)
    return sorted([*re.findall(r"\d+", own), *_COMMAND.findall(own)])


def list_formal(catalogue: Mapping[str, str]) -> list[str]:
    """Return German that addresses a stranger; this product says du."""
    return [
        german for german in catalogue.values() if re.search(r"\b(?:Ihnen|Ihre?[nms]?)\b", german)
    ]
