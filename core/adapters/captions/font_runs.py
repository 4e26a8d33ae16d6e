"""Font runs: an ASS document in which each script is set in a font that draws it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final

from core.adapters.captions.glyphs import Fallback
from core.domain.clips.caption_text import is_drawn, split_clusters
from core.domain.clips.captions import CAPTION_FONT

_TAG: Final = re.compile(r"(?<!\\)\{[^{}]*\}")
_TEXT_COLUMN: Final = 9


def find_undrawn_characters(document: str) -> str:
    """Return the characters of a document's captions that the usual font lacks, each once."""
    text = "".join(_TAG.sub("", shown) for _, shown in _split(document))
    return "".join(sorted({c for c in text if not is_drawn(c) and not _is_hidden(c)}))


def set_fonts(document: str, fallbacks: Sequence[Fallback]) -> str:
    """Return the document with each run of characters in a font that draws it."""
    lines = [head + _set_line(shown, fallbacks) for head, shown in _split(document)]
    return "\n".join(lines)


def _split(document: str) -> Iterator[tuple[str, str]]:
    """Yield each line as what is not shown of it, and what is."""
    for line in document.split("\n"):
        parts = line.split(",", _TEXT_COLUMN)
        if line.startswith("Dialogue:") and len(parts) > _TEXT_COLUMN:
            yield ",".join(parts[:_TEXT_COLUMN]) + ",", parts[_TEXT_COLUMN]
        else:
            yield line, ""


def _set_line(shown: str, fallbacks: Sequence[Fallback]) -> str:
    """Return a line's text in runs; spaces and marks stay with what is before them."""
    out: list[str] = []
    at, family = 0, CAPTION_FONT
    for tag in [*_TAG.finditer(shown), None]:
        text = shown[at : tag.start() if tag else len(shown)]
        clusters = [(_choose(one, family, fallbacks), one) for one in split_clusters(text)]
        for wanted, run in groupby(clusters, key=lambda one: one[0]):
            if wanted != family:
                out.append(f"{{\\fn{wanted}}}")
                family = wanted
            out += [one for _, one in run]
        if tag:
            out.append(tag[0])
            at = tag.end()
    return "".join(out)


def _choose(cluster: str, family: str, fallbacks: Sequence[Fallback]) -> str:
    if cluster.isspace() or all(map(_is_hidden, cluster)):
        return family
    foreign = {character for character in cluster if not is_drawn(character)}
    for fallback in fallbacks:
        if foreign and foreign & fallback.characters:
            return fallback.family
    return CAPTION_FONT


def _is_hidden(character: str) -> bool:
    return character in "\u2060\u200c\u200d\u200e\u200f"
