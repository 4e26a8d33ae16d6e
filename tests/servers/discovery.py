"""A check of request bodies against a Google discovery document."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

_TYPES: dict[str, tuple[type, ...]] = {
    "string": (str,),
    "boolean": (bool,),
    "integer": (int,),
    "number": (int, float),
    "array": (list,),
    "object": (dict,),
}


class Discovery:
    """Finds what is wrong with a body."""

    def __init__(self, document: dict[str, Any]) -> None:
        self._schemas = document["schemas"]

    @classmethod
    def read(cls, path: Path) -> Discovery:
        return cls(json.loads(path.read_text()))

    def check(self, name: str, body: Any) -> list[str]:
        return list(self._faults(self._schemas[name], body, name))

    def _faults(self, schema: dict[str, Any], value: Any, at: str) -> Iterator[str]:
        schema = self._schemas[schema["$ref"]] if "$ref" in schema else schema
        kinds = _TYPES.get(schema.get("type", ""), (object,))
        is_bool = isinstance(value, bool) and schema.get("type") != "boolean"
        if not isinstance(value, kinds) or is_bool:
            yield f"{at} is {value!r:.60}, not a {schema['type']}"
        elif "enum" in schema and value not in schema["enum"]:
            yield f"{at} is {value!r:.60}, not one of {schema['enum']}"
        else:
            yield from self._inner_faults(schema, value, at)

    def _inner_faults(self, schema: dict[str, Any], value: Any, at: str) -> Iterator[str]:
        known = schema.get("properties", {})
        if isinstance(value, dict):
            for inner, held in value.items():
                if inner in known:
                    yield from self._faults(known[inner], held, f"{at}.{inner}")
                else:
                    yield f"{at}.{inner} is not in the document"
        if isinstance(value, list):
            for place, held in enumerate(value):
                yield from self._faults(schema["items"], held, f"{at}[{place}]")
