"""Gemini's answers: how a text becomes claims.

The library's own `parsed` is never used: it is silently None for truncated or wrong JSON. Each
entry of a list, and each mark, is read separately, so that one that is bad costs no other.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Annotated, Any, Final, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from core.adapters.analysts.gemini.loose_json import find_list, find_objects, unwrap
from core.domain.videos.claims import Claims, MomentClaim, TimedClaim
from core.domain.videos.model_claims import check_claims, read_rubric
from core.domain.videos.understanding import Criterion, Fault, Rubric, Understanding
from core.ports.understanding import WindowMaterial

T = TypeVar("T", bound=BaseModel)

_ENTRIES_MAX: Final = 10_000
_TEXT_MAX: Final = 2_000
_MARKS_MIN: Final = 3
_POINTS: Final = re.compile(r"\s*(-?\d{1,4}(?:[.,]\d{1,4})?)\s*(?:/\s*10)?\s*")
_MISPLACED: Final = frozenset(
    {Fault.SHAPE, Fault.TIME, Fault.RANGE, Fault.ORDER, Fault.LENGTH, Fault.DRIFT}
)
_LISTS: Final = ("moments", "chapters", "speech", "words")
_CRITERIA: Final = {criterion.name.replace("_", ""): criterion for criterion in Criterion}


def _to_text(value: object) -> object:
    """Return what may stand for a text; numbers do, for times come as numbers too."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    return value[:_TEXT_MAX] if isinstance(value, str) else value


def _to_remark(value: object) -> object:
    return "" if value is None else _to_text(value)


def _to_points(value: object) -> object:
    """Return the number of points; "7", "7.5", "7,5" and "7/10" are numbers."""
    found = _POINTS.fullmatch(value) if isinstance(value, str) else None
    if isinstance(value, bool):
        return "no number"
    return float(found[1].replace(",", ".")) if found else value


def _to_marks(value: object) -> object:
    """Return the marks that have points; ValueError if most have none."""
    marks = dict(_read_marks(value)) if isinstance(value, dict) else {}
    if len(marks) < _MARKS_MIN:
        raise ValueError("it has too few marks")
    return marks


def _read_marks(value: Mapping[Any, object]) -> Iterator[tuple[Criterion, tuple[float, str]]]:
    for name, given in value.items():
        criterion = _CRITERIA.get(re.sub(r"[^A-Z]", "", str(name).upper()))
        try:
            mark = _Mark.model_validate(given if isinstance(given, dict) else {"points": given})
        except ValidationError:
            continue
        if criterion:
            yield criterion, (mark.points, mark.why)


_Time = Annotated[str, BeforeValidator(_to_text)]
_Remark = Annotated[str, BeforeValidator(_to_remark)]
_Marks = Annotated[dict[Criterion, tuple[float, str]], BeforeValidator(_to_marks)]


class _Entry(BaseModel):
    """Ignores any other fields an entry has: they have no meaning here."""

    model_config = ConfigDict(extra="ignore", frozen=True)


class _Mark(_Entry):
    points: Annotated[float, BeforeValidator(_to_points), Field(allow_inf_nan=False)]
    why: _Remark = ""


class _Moment(_Entry):
    start: _Time
    peak: _Time
    end: _Time
    clock: _Remark = ""
    category: _Remark = ""
    title: _Remark = ""
    asking_title: _Remark = ""
    quote: _Remark = ""
    seen: _Remark = ""
    rubric: _Marks


class _Chapter(_Entry):
    start: _Time
    title: _Time


class _Said(_Entry):
    text: _Time
    start: _Time
    end: _Time


class _Reading(_Entry):
    time: _Remark
    clock: _Remark


class _Clip(_Entry):
    title: _Remark = ""
    rubric: _Marks


class Unreadable(ValueError):
    """The text is not an answer of the required form; `rest` is what can be used all the same."""

    def __init__(self, reason: str, *, rest: object = None) -> None:
        super().__init__(reason)
        self.rest = rest


def parse_claims(text: str) -> Claims:
    """Return what a window's answer claims; Unreadable if it ends before its moments do."""
    answer = _find_answer(text, _LISTS)
    misshapen: Counter[str] = Counter()

    def read(kind: str, model: type[T], *, name: str = "") -> list[T]:
        found, broken = _read_entries(answer.get(name or kind), model)
        misshapen[kind] += broken
        return found

    readings = read("clock_readings", _Reading)
    moments = read("moments", _Moment)
    chapters = read("chapters", _Chapter)
    said = [*read("words", _Said, name="speech"), *read("words", _Said)]
    if "moments" not in answer:
        misshapen["moments"] += 1
    claims = Claims(
        moments=[_to_claim(moment) for moment in moments],
        chapters=[TimedClaim(text=c.title, start=c.start) for c in chapters],
        words=[TimedClaim(text=s.text, start=s.start, end=s.end) for s in said],
        readings=[(reading.time, reading.clock) for reading in readings],
        misshapen={kind: count for kind, count in misshapen.items() if count},
    )
    if not moments and _is_cut(answer):
        raise Unreadable("the answer is not complete JSON", rest=claims)
    return claims


def _is_cut(answer: Mapping[str, Any]) -> bool:
    """Return whether the answer ended before its moments did."""
    moments = answer.get("moments")
    return moments is None or (bool(moments) and isinstance(moments, list) and moments[-1] is None)


def _to_claim(moment: _Moment) -> MomentClaim:
    return MomentClaim(
        start=moment.start,
        peak=moment.peak,
        end=moment.end,
        clock=moment.clock,
        category=moment.category,
        title=moment.title,
        asking_title=moment.asking_title,
        quote=moment.quote,
        visual=moment.seen,
        marks=moment.rubric,
    )


def read_window(text: str, material: WindowMaterial) -> Understanding:
    """Return what is believed of a window's answer.

    Unreadable where the model named moments and none of them can be placed, or its answer ends
    before they do; then its `rest` is what else it said.
    """
    try:
        claims = parse_claims(text)
    except Unreadable as error:
        if isinstance(error.rest, Claims):
            error.rest = _keep_rest(_check(error.rest, material))
        raise
    understanding = _check(claims, material)
    if not understanding.moments and any(
        entry.kind == "moments" and entry.fault in _MISPLACED for entry in understanding.dropped
    ):
        reason = "none of the times of its moments can be used"
        raise Unreadable(reason, rest=understanding)
    return understanding


def _check(claims: Claims, material: WindowMaterial) -> Understanding:
    return check_claims(claims, material.window, known_words=material.words)


def _keep_rest(understanding: Understanding) -> Understanding | None:
    return understanding if understanding.chapters or understanding.words else None


def parse_clip(text: str) -> tuple[str, Rubric]:
    """Return the title and rubric for one clip; Unreadable if the answer is not one."""
    try:
        clip = _Clip.model_validate(_find_answer(text, ("rubric",)))
    except ValidationError as error:
        raise Unreadable("the answer does not have the required form") from error
    rubric = read_rubric(clip.rubric)
    if rubric is None:
        raise Unreadable("its marks are not within 0 to 10")
    return clip.title, rubric


def _find_answer(text: str, keys: tuple[str, ...]) -> Mapping[str, Any]:
    """Return the first object that has one of the keys; a bare list of moments is one as well."""
    text, is_any = unwrap(text), False
    for answer in find_objects(text):
        is_any = True
        if any(answer.get(key) is not None for key in keys) and _has_form(answer, keys):
            return answer
    bare = [entry for entry in find_list(text) if isinstance(entry, dict) and "rubric" in entry]
    if bare and "moments" in keys:
        return {"moments": bare}
    missing = "there is no list of moments" if "moments" in keys else "there is no rubric"
    raise Unreadable(missing if is_any else "the answer is not a JSON object")


def _has_form(answer: Mapping[str, Any], keys: tuple[str, ...]) -> bool:
    return "rubric" in keys or any(isinstance(answer.get(key), list) for key in keys)


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
