"""Text shortening: one text made to fit each platform by plain rules, no model needed."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Final

from core.domain.publishing.wording import Wording, clean_tags
from core.domain.work.platform import Platform
from core.domain.work.text_limits import Field, find_limit, join_text, measure

_SENTENCE: Final = re.compile('(?<=[.!?\u2026])["\u201d\u2019)]?\\s+|(?<=[\u3002\uff01\uff1f])|\n+')
_TRAILING_TAGS: Final = re.compile(r"(?:(?:^|\s+)#\w[\w-]*)+\s*$")
_JOINERS: Final = "\u200d\ufe0e\ufe0f\u20e3"
_TAGS_MAX: Final = {
    Platform.X: 2,
    Platform.LINKEDIN: 5,
    Platform.REDNOTE: 10,
    Platform.DISCORD: 0,
    Platform.TWITCH: 0,
}
"""How many hashtags people put under a post there; a platform not listed takes all that fit."""


def fit_wording(platform: Platform, *, title: str, text: str, tags: Sequence[str] = ()) -> Wording:
    """Return the wording of a post as it goes to a platform.

    Hashtags at the text's end become tags; texts are shortened at the end of a sentence, or of a
    word where the first sentence is too long; tags that do not fit are left out, the last first.
    """
    body, found = _split_tags(text)
    kept = clean_tags([*tags, *found])[: _TAGS_MAX.get(platform, len(tags) + len(found))]
    title_limit = find_limit(platform, Field.TITLE)
    heading = _shorten(title, _fits(platform, Field.TITLE)) if title_limit else ""
    body = body if title_limit or not title else join_text(platform, title, body, ())
    kept = _fit_tags(platform, kept, room_for=body)

    def fits(candidate: str) -> bool:
        return _fits(platform, Field.TEXT)(join_text(platform, heading, candidate, kept))

    return Wording(title=heading, text=_shorten(body, fits), tags=kept)


def _split_tags(text: str) -> tuple[str, tuple[str, ...]]:
    found = _TRAILING_TAGS.search(text)
    if found is None:
        return text.strip(), ()
    return text[: found.start()].strip(), tuple(found[0].split())


def _fits(platform: Platform, field: Field) -> Callable[[str], bool]:
    limit = find_limit(platform, field)
    return lambda text: limit is None or measure(text, limit.unit) <= limit.most


def _fit_tags(platform: Platform, tags: tuple[str, ...], *, room_for: str) -> tuple[str, ...]:
    """Return the tags that fit: in their own field, or in a quarter of the text's."""
    own = find_limit(platform, Field.TAGS)
    limit = own or find_limit(platform, Field.TEXT)
    if limit is None:
        return tags
    most = limit.most if own else max(limit.most // 4, limit.most - measure(room_for, limit.unit))
    while tags and measure(" ".join(f'"{tag}",' for tag in tags), limit.unit) > most:
        tags = tags[:-1]
    return tags


def _shorten(text: str, fits: Callable[[str], bool]) -> str:
    if fits(text):
        return text
    sentences = [0, *(match.end() for match in _SENTENCE.finditer(text))]
    end = sentences[_find_last(len(sentences), lambda n: fits(text[: sentences[n]].rstrip()))]
    return text[:end].rstrip() or _cut_words(text, fits)


def _cut_words(text: str, fits: Callable[[str], bool]) -> str:
    """Cut after a word, with an ellipsis; where one word is too long, between characters."""
    last = _find_last(len(text), lambda n: fits(f"{text[:n]}…"))
    blank = max(text.rfind(" ", 0, last + 1), text.rfind("\n", 0, last + 1))
    end = blank if blank > last // 2 else _leave_whole(text, last)
    cut = text[:end].rstrip()
    return f"{cut}…" if cut else ""


def _find_last(count: int, fits: Callable[[int], bool]) -> int:
    """Return the last of `count` numbers that fits, where all before it do; 0 if none does."""
    low, high = 0, count - 1
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if fits(middle) else (low, middle - 1)
    return low


def _leave_whole(text: str, end: int) -> int:
    """Return the next place to the left that parts no character from its marks."""
    while 0 < end < len(text) and _belongs_to_former(text, end):
        end -= 1
    return end


def _belongs_to_former(text: str, index: int) -> bool:
    character = text[index]
    is_mark = character in _JOINERS or "\u0300" <= character <= "\u036f"
    is_tone = "\U0001f3fb" <= character <= "\U0001f3ff"
    return is_mark or is_tone or text[index - 1] == "\u200d"
