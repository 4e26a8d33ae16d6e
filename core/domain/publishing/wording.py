"""Wording: the texts published along with a clip."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from core.domain.work.plain_text import clean_text

TITLE_CHARACTERS_KEPT = 300
TEXT_CHARACTERS_KEPT = 5000
TAGS_KEPT = 30
_TAG_CHARACTERS_KEPT = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """A title, a longer text, and tags without their `#`."""

    title: str
    text: str = ""
    tags: tuple[str, ...] = ()

    @property
    def hashtags(self) -> str:
        """The tags as people write them in a text: `#ace #chess`."""
        return " ".join(f"#{tag.replace(' ', '')}" for tag in self.tags)


def clean_wording(*, title: str, text: str = "", tags: Iterable[str] = ()) -> Wording:
    """Return wording without control characters, each tag once, within storable lengths."""
    lines = [clean_text(line, TEXT_CHARACTERS_KEPT) for line in text.splitlines()]
    return Wording(
        title=clean_text(title, TITLE_CHARACTERS_KEPT),
        text="\n".join(lines)[:TEXT_CHARACTERS_KEPT].strip(),
        tags=clean_tags(tags),
    )


def clean_tags(tags: Iterable[str]) -> tuple[str, ...]:
    """Return tags without `#`, commas and surrounding spaces, each once, ignoring case."""
    kept: dict[str, str] = {}
    for tag in tags:
        bare = clean_text(tag.replace("#", " ").replace(",", " "), _TAG_CHARACTERS_KEPT)
        if bare:
            kept.setdefault(bare.casefold(), bare)
    return tuple(kept.values())[:TAGS_KEPT]
