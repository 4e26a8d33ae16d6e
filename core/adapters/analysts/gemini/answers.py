"""Gemini's answers: what the schema asks for, and how a text becomes claims.

The library's own `parsed` is never used: it is silently None for truncated or wrong JSON. Each
entry of a list is validated separately, so that one bad moment does not cost the good ones.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from typing import Any, Final, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from core.domain.videos.model_claims import Claims, MomentClaim, TimedClaim, read_rubric
from core.domain.videos.understanding import Category, Criterion, Rubric

T = TypeVar("T", bound=BaseModel)

_ENTRIES_MAX: Final = 10_000
_TEXT_MAX: Final = 2_000


class _Entry(BaseModel):
    """Ignores any other fields an entry has: they have no meaning here."""

    model_config = ConfigDict(extra="ignore", frozen=True)


class _Mark(_Entry):
    points: int
    why: str = Field(max_length=_TEXT_MAX)


class _Marks(_Entry):
    hook: _Mark
    emotion: _Mark
    payoff: _Mark
    stands_alone: _Mark
    pace: _Mark

    def to_claim(self) -> dict[Criterion, tuple[int, str]]:
        return {
            criterion: (mark.points, mark.why)
            for criterion in Criterion
            for mark in [getattr(self, criterion.name.lower())]
        }


class _Moment(_Entry):
    start: str
    peak: str
    end: str
    category: str = ""
    title: str = Field("", max_length=_TEXT_MAX)
    quote: str = Field("", max_length=_TEXT_MAX)
    seen: str = Field("", max_length=_TEXT_MAX)
    rubric: _Marks


class _Chapter(_Entry):
    start: str
    title: str = Field(max_length=_TEXT_MAX)


class _Word(_Entry):
    text: str = Field(max_length=_TEXT_MAX)
    start: str
    end: str


class _Reading(_Entry):
    time: str
    clock: str


class _Clip(_Entry):
    title: str = Field("", max_length=_TEXT_MAX)
    rubric: _Marks


class Unreadable(ValueError):
    """The text is not a JSON object of the required form."""


def parse_claims(text: str) -> Claims:
    """Return what a window's answer claims; Unreadable if it is not an answer at all."""
    answer = _read_object(text)
    if not isinstance(answer.get("moments"), list):
        raise Unreadable("there is no list of moments")
    misshapen: Counter[str] = Counter()

    def read(kind: str, model: type[T]) -> list[T]:
        found, broken = _read_entries(answer.get(kind), model)
        misshapen[kind] += broken
        return found

    readings = read("clock_readings", _Reading)
    return Claims(
        moments=[
            MomentClaim(
                start=m.start,
                peak=m.peak,
                end=m.end,
                category=m.category,
                title=m.title,
                quote=m.quote,
                visual=m.seen,
                marks=m.rubric.to_claim(),
            )
            for m in read("moments", _Moment)
        ],
        chapters=[TimedClaim(text=c.title, start=c.start) for c in read("chapters", _Chapter)],
        words=[TimedClaim(text=w.text, start=w.start, end=w.end) for w in read("words", _Word)],
        readings=[(reading.time, reading.clock) for reading in readings],
        misshapen={kind: count for kind, count in misshapen.items() if count},
    )


def parse_clip(text: str) -> tuple[str, Rubric]:
    """Return the title and rubric for one clip; Unreadable if the answer is not one."""
    try:
        clip = _Clip.model_validate(_read_object(text))
    except ValidationError as error:
        raise Unreadable("the answer does not have the required form") from error
    rubric = read_rubric(clip.rubric.to_claim())
    if rubric is None:
        raise Unreadable("a mark is not within 0 to 10")
    return clip.title, rubric


def _read_object(text: str) -> Mapping[str, Any]:
    try:
        answer = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise Unreadable("the answer is not complete JSON") from error
    if not isinstance(answer, dict):
        raise Unreadable("the answer is not a JSON object")
    return answer


def _read_entries(value: object, model: type[T]) -> tuple[list[T], int]:
    """Return the entries of the right form, and how many others there were."""
    if value is None:
        return [], 0
    if not isinstance(value, list):
        return [], 1
    found, broken = [], max(0, len(value) - _ENTRIES_MAX)
    for entry in value[:_ENTRIES_MAX]:
        try:
            found.append(model.model_validate(entry))
        except ValidationError:
            broken += 1
    return found, broken


def _object(**properties: Any) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": list(properties)}


def _list(items: dict[str, Any], most: int) -> dict[str, Any]:
    return {"type": "array", "items": items, "maxItems": most}


_STRING: Final = {"type": "string"}
_TIME: Final = {"type": "string", "description": "MM:SS of this video, MM:SS.s for words"}
_MARK_SCHEMA: Final = _object(
    points={"type": "integer", "minimum": 0, "maximum": 10},
    why={"type": "string", "description": "one sentence"},
)
_RUBRIC_SCHEMA: Final = _object(**{criterion.name.lower(): _MARK_SCHEMA for criterion in Criterion})


def window_schema(*, moments_max: int, has_words: bool) -> dict[str, Any]:
    """Return the JSON Schema of a window's answer."""
    properties = {
        "clock_readings": _list(_object(time=_TIME, clock=_STRING), 5),
        "chapters": _list(_object(start=_TIME, title=_STRING), 12),
        "moments": _list(
            _object(
                start=_TIME,
                peak=_TIME,
                end=_TIME,
                category={"type": "string", "enum": [category.value for category in Category]},
                title=_STRING,
                quote=_STRING,
                seen=_STRING,
                rubric=_RUBRIC_SCHEMA,
            ),
            moments_max,
        ),
    }
    if has_words:
        properties["words"] = _list(_object(text=_STRING, start=_TIME, end=_TIME), 3_000)
    return _object(**properties)


def clip_schema() -> dict[str, Any]:
    """Return the JSON Schema of one clip's answer."""
    return _object(title=_STRING, rubric=_RUBRIC_SCHEMA)
