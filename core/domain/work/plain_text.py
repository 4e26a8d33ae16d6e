"""Plain text: strangers' words on one clean line, and offsets as people read them."""

from __future__ import annotations

import re
import unicodedata

TITLE_CHARACTERS_MAX = 80
_LINK = re.compile(r"://|www\.|\b[\w-]+\.[a-z]{2,}\b", re.IGNORECASE)


def clean_text(text: str, characters_max: int = TITLE_CHARACTERS_MAX) -> str:
    """Return one line without control, format or unassigned characters, cut to a length."""
    kept = "".join(" " if _is_blank(c) else c for c in text[: characters_max * 20])
    words = " ".join(kept.split())
    return words if len(words) <= characters_max else words[: characters_max - 1].rstrip() + "…"


def clean_title(text: str, characters_max: int = TITLE_CHARACTERS_MAX) -> str:
    """Return a title that a model wrote; empty if it holds a link, a mention or a command."""
    title = clean_text(text, characters_max)
    return title if is_harmless(title) else ""


def format_offset(seconds: float) -> str:
    """Return an offset for people: 0:42, 1:02:03."""
    hours, rest = divmod(max(0, int(seconds)), 3600)
    minutes, left = divmod(rest, 60)
    return f"{hours}:{minutes:02d}:{left:02d}" if hours else f"{minutes}:{left:02d}"


def is_harmless(text: str) -> bool:
    """Return whether a text holds no link, mention or command."""
    return not _LINK.search(text) and text[:1] not in "!/" and "@" not in text


def _is_blank(character: str) -> bool:
    """Return whether to write a space instead: controls, bidi marks, lone surrogates."""
    return unicodedata.category(character).startswith(("C", "Z")) or _is_stacked(character)


def _is_stacked(character: str) -> bool:
    return unicodedata.category(character) in {"Me", "Mn"} and character > "\u02ff"
