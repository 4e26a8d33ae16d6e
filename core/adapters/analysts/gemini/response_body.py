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


def read_body(body: str | None) -> GenerateContentResponse:
    """Return the answer without what has an unknown form; ValueError or TypeError without any."""
    from google.genai import types  # noqa: PLC0415 - seconds to import; the client has done so

    document = json.loads(body or "")
    if not isinstance(document, dict):
        raise TypeError("the answer is no object")
    for _ in range(_ROUNDS_MAX):
        try:
            return types.GenerateContentResponse.model_validate(document)
        except ValidationError as error:
            for fault in error.errors(include_url=False, include_input=False):
                _leave_out(document, fault["loc"])
    raise ValueError("the answer has no known form")


def _leave_out(document: dict[str, Any], place: Sequence[int | str]) -> None:
    """Take out the innermost thing at a place that leads further than there is anything."""
    at: Any = document
    holder: Any = None
    last: int | str = ""
    for step in place:
        if not _has(at, step):
            break
        holder, last, at = at, step, at[step]
    if holder is not None and _has(holder, last):
        del holder[last]


def _has(thing: object, step: int | str) -> bool:
    if isinstance(thing, dict):
        return step in thing
    return isinstance(thing, list) and isinstance(step, int) and step < len(thing)
