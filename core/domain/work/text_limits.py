"""Text limits: how long a title, a text and tags may be on each platform, and how it counts.

Where a platform does not say how it counts, the stricter way is taken, so that what fits here fits
there.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from core.domain.work.platform import Platform


class Field(StrEnum):
    """A part of what goes out to a platform."""

    TITLE = "title"
    TEXT = "text"
    TAGS = "tags"


class Unit(StrEnum):
    """What a platform counts."""

    CHARACTERS = "characters"
    UTF16 = "UTF-16 units"
    BYTES = "bytes"
    WEIGHTED = "weighted characters"


@dataclass(frozen=True, slots=True, kw_only=True)
class TextLimit:
    """The most that a field may hold, what is counted, and where the platform says so."""

    platform: Platform
    field: Field
    most: int
    unit: Unit
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldSize:
    """How much of its limit a field takes."""

    field: Field
    size: int
    most: int
    unit: Unit

    @property
    def is_over(self) -> bool:
        return self.size > self.most

    @property
    def told(self) -> str:
        """Return it as people read it: `text 120 of 280 weighted characters`."""
        return f"{self.field} {self.size:,} of {self.most:,} {self.unit}"


_P, _F, _U = Platform, Field, Unit
_YOUTUBE: Final = "developers.google.com/youtube/v3/docs/videos, snippet"


def _limit(platform: Platform, field: Field, most: int, unit: Unit, source: str) -> TextLimit:
    return TextLimit(platform=platform, field=field, most=most, unit=unit, source=source)


TEXT_LIMITS: Final = (
    _limit(_P.YOUTUBE, _F.TITLE, 100, _U.UTF16, _YOUTUBE),
    _limit(_P.YOUTUBE, _F.TEXT, 5000, _U.BYTES, _YOUTUBE),
    _limit(_P.YOUTUBE, _F.TAGS, 500, _U.UTF16, _YOUTUBE),
    _limit(
        _P.TIKTOK,
        _F.TEXT,
        2200,
        _U.UTF16,
        "developers.tiktok.com/doc/content-posting-api-reference-direct-post, post_info.title",
    ),
    _limit(
        _P.LINKEDIN,
        _F.TEXT,
        3000,
        _U.UTF16,
        "linkedin.com/help/linkedin/answer/a528176, posts",
    ),
    _limit(
        _P.X,
        _F.TEXT,
        280,
        _U.WEIGHTED,
        "github.com/twitter/twitter-text, config/v3.json: maxWeightedTweetLength",
    ),
    _limit(_P.REDNOTE, _F.TITLE, 20, _U.UTF16, "creator.xiaohongshu.com, the composer's counter"),
    _limit(_P.REDNOTE, _F.TEXT, 1000, _U.UTF16, "creator.xiaohongshu.com, the composer's counter"),
    _limit(
        _P.DISCORD,
        _F.TEXT,
        2000,
        _U.UTF16,
        "discord.com/developers/docs/resources/message#create-message, content",
    ),
    _limit(
        _P.TWITCH,
        _F.TITLE,
        140,
        _U.UTF16,
        "dev.twitch.tv/docs/api/reference#modify-channel-information, title",
    ),
    _limit(
        _P.TWITCH,
        _F.TEXT,
        500,
        _U.UTF16,
        "dev.twitch.tv/docs/api/reference#send-chat-message, message",
    ),
)
"""Every limit; a field that a platform does not list is not limited there."""


def find_limit(platform: Platform, field: Field) -> TextLimit | None:
    """Return the limit of a field; None where the platform has none."""
    found = (one for one in TEXT_LIMITS if one.platform is platform and one.field is field)
    return next(found, None)


def measure(text: str, unit: Unit) -> int:
    """Return how long a text is, as a platform counts it."""
    if unit is Unit.UTF16:
        return len(text.encode("utf-16-le", "surrogatepass")) // 2
    if unit is Unit.BYTES:
        return len(text.encode("utf-8", "surrogatepass"))
    if unit is Unit.WEIGHTED:
        return weigh(text)
    return len(text)


def find_excess(platform: Platform, *, title: str, text: str, tags: Sequence[str] = ()) -> str:
    """Return the sentence about the first field that is too long there; empty if all fit.

    Tags that a platform has no field for are hashtags, written below the text.
    """
    for one in measure_fields(platform, title=title, text=text, tags=tags):
        if one.is_over:
            return (
                f"The {one.field} for {platform.label} has {one.size:,} of {one.most:,} "
                f"{one.unit}: shorten it by {one.size - one.most:,}."
            )
    return ""


def measure_fields(
    platform: Platform, *, title: str, text: str, tags: Sequence[str] = ()
) -> tuple[FieldSize, ...]:
    """Return how much of each limit of a platform is taken; all of them count as they go out."""
    return tuple(
        FieldSize(field=field, size=measure(held, limit.unit), most=limit.most, unit=limit.unit)
        for field, held in _fill_fields(platform, title, text, tags)
        if (limit := find_limit(platform, field)) is not None
    )


def _fill_fields(
    platform: Platform, title: str, text: str, tags: Sequence[str]
) -> tuple[tuple[Field, str], ...]:
    if find_limit(platform, Field.TAGS):
        return (Field.TITLE, title), (Field.TEXT, text), (Field.TAGS, _count_tags(tags))
    return (Field.TITLE, title), (Field.TEXT, join_text(platform, title, text, tags))


def join_text(platform: Platform, title: str, text: str, tags: Sequence[str]) -> str:
    """Return the text as it is posted: a title without a place of its own first, hashtags last."""
    hashtags = " ".join(f"#{tag.replace(' ', '')}" for tag in tags)
    has_title = find_limit(platform, Field.TITLE) is not None
    has_tags = find_limit(platform, Field.TAGS) is not None
    is_said = has_title or not title or text.casefold().startswith(title.casefold())
    parts = ("" if is_said else title, text, "" if has_tags else hashtags)
    return "\n\n".join(part for part in parts if part)


def _count_tags(tags: Sequence[str]) -> str:
    """Return the tags as YouTube counts them: with commas between, and quotes around spaces."""
    return ",".join(f'"{tag}"' if " " in tag else tag for tag in tags)


# twitter-text, config/v3.json: these ranges weigh 100 of 200, all else is double; links are 23.
_SINGLE: Final = ((0, 4351), (8192, 8205), (8208, 8223), (8242, 8247))
_LINK_LENGTH: Final = 23
_LINK: Final = re.compile(
    r"https?://[^\s<>\"]+|(?<![\w@.#$-])(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,24}"
    r"(?![\w@])(?:/[^\s<>\"]*)?",
    re.IGNORECASE | re.ASCII,
)
_PICTURE: Final = (
    "[\u00a9\u00ae\u203c\u2049\u2122\u2139\u2194-\u21aa\u231a-\u23ff\u24c2\u25aa-\u27bf"
    "\u2934-\u2b55\u3030\u303d\u3297\u3299\U0001f000-\U0001faff]"
)
_TONED: Final = f"{_PICTURE}(?:\ufe0f|[\U0001f3fb-\U0001f3ff])?(?:[\U000e0020-\U000e007f]+)?"
_EMOJI: Final = re.compile(
    f"[\U0001f1e6-\U0001f1ff]{{2}}|[#*0-9]\ufe0f?\u20e3|{_TONED}(?:\u200d{_TONED})*"
)


def weigh(text: str) -> int:
    """Return a text's length as X counts it: Latin 1, most else and an emoji 2, a link 23."""
    composed = unicodedata.normalize("NFC", text)
    total, start = 0, 0
    for link in _LINK.finditer(composed):
        total += _weigh_words(composed[start : link.start()])
        bare = not link[0].lower().startswith("http")
        # Only a known domain is shortened, and we have no list of them: the longer one counts.
        total += max(_LINK_LENGTH, len(link[0])) if bare else _LINK_LENGTH
        start = link.end()
    return total + _weigh_words(composed[start:])


def _weigh_words(text: str) -> int:
    bare, emoji = _EMOJI.subn("", text)
    return 2 * emoji + sum(1 if _is_single(ord(character)) else 2 for character in bare)


def _is_single(code: int) -> bool:
    return any(first <= code <= last for first, last in _SINGLE)
