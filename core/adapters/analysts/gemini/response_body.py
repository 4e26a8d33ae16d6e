"""The body of an answer, read even where the library knows no such form.

The library refuses a whole answer, paid for, because of one date or count that is odd. Here such a
field is left out, and all others stay.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from pydantic import ValidationError

if TYPE_CHECKING:
    from google.genai.types import GenerateContentResponse

_ROUNDS_MAX: Final = 20
_Place = tuple[int | str, ...]
_READ: Final[dict[str, Any]] = {
    "candidates": {
        "content": {"parts": {"text": object, "thought": object}},
        # The library fails at a name that is a number, as services write one that is new to them.
        "finishReason": str,
    },
    "promptFeedback": {"blockReason": str},
    "usageMetadata": {
        "promptTokenCount": object,
        "candidatesTokenCount": object,
        "thoughtsTokenCount": object,
    },
}
"""What is read of an answer: each name with its parts, or with what it is."""


def read_body(body: str | None) -> GenerateContentResponse:
    """Return the answer without what has an unknown form; ValueError or TypeError without any."""
    from google.genai import types  # noqa: PLC0415 - seconds to import; the client has done so

    document = json.loads(body or "")
    if not isinstance(document, dict):
        raise TypeError("the answer is no object")
    document = _pick(document, _READ)
    for _ in range(_ROUNDS_MAX):
        try:
            return types.GenerateContentResponse.model_validate(document)
        except ValidationError as error:
            faults = error.errors(include_url=False, include_input=False)
            places = {_find_place(document, fault["loc"]): None for fault in faults}
            # The last one first: whatever stands behind it in a list moves up.
            for place in reversed(places):
                _leave_out(document, place)
    raise ValueError("the answer has no known form")


def _pick(thing: Any, parts: dict[str, Any]) -> Any:
    """Return what is read of a thing, or of each thing in a list."""
    if isinstance(thing, list):
        return [_pick(one, parts) for one in thing]
    if not isinstance(thing, dict):
        return thing
    return {
        name: _pick(thing[name], inner) if isinstance(inner, dict) else thing[name]
        for name, inner in parts.items()
        if name in thing and (isinstance(inner, dict) or isinstance(thing[name], inner))
    }


def _find_place(document: dict[str, Any], place: Sequence[int | str]) -> _Place:
    """Return where the innermost thing is at a place that leads further than there is anything."""
    at: Any = document
    for depth, step in enumerate(place):
        if not _has(at, step):
            return tuple(place[:depth])
        at = at[step]
    return tuple(place)


def _leave_out(document: dict[str, Any], place: _Place) -> None:
    at: Any = document
    for step in place[:-1]:
        if not _has(at, step):
            return
        at = at[step]
    if place and _has(at, place[-1]):
        del at[place[-1]]


def _has(thing: object, step: int | str) -> bool:
    if isinstance(thing, dict):
        return step in thing
    return isinstance(thing, list) and isinstance(step, int) and step < len(thing)
