"""Post tags: what a post was when it went out, as insights can ask about it."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Final
from zoneinfo import ZoneInfo

from core.domain.clips.clip import Clip

_QUOTES: Final = re.compile(r"[\"“”„«»「」『』]")
_DIGIT: Final = re.compile(r"\d")
_CAPITALS_MIN: Final = 4


class TitleForm(StrEnum):
    """How a title addresses people; the first that fits counts."""

    QUESTION = "question"
    QUOTE = "quote"
    NUMBER = "number"
    SHOUT = "shout"
    STATEMENT = "statement"


class CalledBy(StrEnum):
    """Who called for the clip: a viewer who asked, chat's eruption, or the video's own signals."""

    VIEWER = "viewer"
    CHAT = "chat"
    VIDEO = "video"


@dataclass(frozen=True, slots=True, kw_only=True)
class PointsOfPart:
    """What one part of the score earned, of how much."""

    name: str
    points: int
    out_of: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PostTags:
    """What a post was when it went out; text is empty and a number None where it is not known.

    `hour` (0 to 23) and `weekday` (Monday is 0) are those of `zone`, the creator's then. `layout`
    is the one it was cut in, `captions` their style or `none`, `reaction` what chat expressed.
    """

    hour: int
    weekday: int
    zone: str
    title_form: TitleForm
    title_words: int = 0
    length_seconds: float | None = None
    layout: str = ""
    reaction: str = ""
    captions: str = ""
    called_by: CalledBy | None = None
    score: int | None = None
    score_parts: tuple[PointsOfPart, ...] = ()


def tag_post(clip: Clip | None, title: str, *, out_at: datetime, zone: ZoneInfo) -> PostTags:
    """Return the tags of a post that goes out now; without a clip only those of time and title."""
    local = out_at.astimezone(zone)
    bare = PostTags(
        hour=local.hour,
        weekday=local.weekday(),
        zone=zone.key,
        title_form=name_form(title),
        title_words=len(title.split()),
    )
    return bare if clip is None else _tag_clip(bare, clip)


def _tag_clip(bare: PostTags, clip: Clip) -> PostTags:
    layout = clip.cut_layout or clip.layout
    return replace(
        bare,
        length_seconds=round(clip.duration_seconds or clip.end_seconds - clip.start_seconds, 1),
        layout=layout.value if layout else "",
        reaction=clip.spike.reaction.value if clip.spike else "",
        captions=clip.cut_captions,
        called_by=_name_caller(clip),
        score=clip.score.value if clip.score else None,
        score_parts=_list_points(clip),
    )


def _name_caller(clip: Clip) -> CalledBy:
    if clip.spike is None:
        return CalledBy.VIDEO
    return CalledBy.VIEWER if clip.spike.asked_by else CalledBy.CHAT


def _list_points(clip: Clip) -> tuple[PointsOfPart, ...]:
    parts = clip.score.parts if clip.score else ()
    return tuple(PointsOfPart(name=p.name, points=p.points, out_of=p.out_of) for p in parts)


def name_form(title: str) -> TitleForm:
    """Return the form of a title, in whatever language it is."""
    title = unicodedata.normalize("NFKC", title)
    letters = [character for character in title if character.isalpha()]
    capitals = [letter for letter in letters if letter.isupper()]
    if any(mark in title for mark in "?¿؟"):
        return TitleForm.QUESTION
    if _QUOTES.search(title):
        return TitleForm.QUOTE
    if _DIGIT.search(title):
        return TitleForm.NUMBER
    if any(mark in title for mark in "!¡") or (
        len(capitals) >= _CAPITALS_MIN and 2 * len(capitals) > len(letters)
    ):
        return TitleForm.SHOUT
    return TitleForm.STATEMENT
