"""The schemas of Gemini's answers: reasons come before points, and what matters most comes first.

A model writes the fields in this order: what it sees and hears, when, why, how good, and the title
last, so that each rests on what was said before. Moments come before what is spoken, so that an
answer that grows too long still holds them. No list has a large `maxItems`: the service refuses a
schema with too many states.
"""

from __future__ import annotations

from typing import Any, Final

from core.domain.videos.understanding import Category, Criterion


def _object(**properties: Any) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "propertyOrdering": list(properties),
    }


def _list(items: dict[str, Any], most: int | None = None) -> dict[str, Any]:
    return {"type": "array", "items": items} | ({"maxItems": most} if most else {})


_STRING: Final = {"type": "string"}
_TIME: Final = {"type": "string", "description": "MM:SS"}
_MARK_SCHEMA: Final = _object(
    why={"type": "string", "description": "one sentence, written before the points"},
    points={"type": "integer", "minimum": 0, "maximum": 10},
)
_RUBRIC_SCHEMA: Final = _object(**{criterion.name.lower(): _MARK_SCHEMA for criterion in Criterion})


def window_schema(
    *, moments_max: int, has_words: bool, has_two_titles: bool = False
) -> dict[str, Any]:
    """Return the JSON Schema of a window's answer."""
    titles = {"title": _STRING} | ({"asking_title": _STRING} if has_two_titles else {})
    properties = {
        "clock_readings": _list(_object(time=_TIME, clock=_TIME), 5),
        "moments": _list(
            _object(
                seen=_STRING,
                quote=_STRING,
                start=_TIME,
                peak=_TIME,
                clock={"type": "string", "description": "what the clock shows at the peak"},
                end=_TIME,
                category={"type": "string", "enum": [category.value for category in Category]},
                rubric=_RUBRIC_SCHEMA,
                **titles,
            ),
            moments_max,
        ),
        "chapters": _list(_object(start=_TIME, title=_STRING), 12),
    }
    if has_words:
        properties["speech"] = _list(_object(start=_STRING, end=_STRING, text=_STRING))
    return _object(**properties)


def clip_schema() -> dict[str, Any]:
    """Return the JSON Schema of one clip's answer."""
    return _object(seen=_STRING, quote=_STRING, rubric=_RUBRIC_SCHEMA, title=_STRING)
