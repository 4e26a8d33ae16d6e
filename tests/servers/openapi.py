"""A check of requests against an OpenAPI 3.1 file: the part of JSON Schema that such files use."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

_TYPES: dict[str, tuple[type, ...]] = {
    "string": (str,),
    "integer": (int,),
    "number": (int, float),
    "boolean": (bool,),
    "array": (list,),
    "object": (dict,),
    "null": (type(None),),
}


class OpenApi:
    """Finds what is wrong with a request."""

    def __init__(self, document: dict[str, Any]) -> None:
        self._document = document
        self._checked: dict[tuple[str, str, str], list[str]] = {}
        self._paths = [
            (re.compile(re.sub(r"\{[^}]+\}", "[^/]+", path)), operations)
            for path, operations in document["paths"].items()
        ]

    @classmethod
    @cache
    def read(cls, path: Path) -> OpenApi:
        """Return the file's check; a file is read once, for it takes longer than most tests."""
        return cls(json.loads(path.read_text()))

    def check(self, method: str, path: str, body: Any) -> list[str]:
        """Return the faults of a request; `body` is None where there is none.

        A request like an earlier one is not checked again: each bot that starts sends all of its
        commands, whose check takes longer than the rest of most tests.
        """
        asked = (method, path, json.dumps(body))
        if asked not in self._checked:
            self._checked[asked] = self._check(method, path, body)
        return self._checked[asked]

    def _check(self, method: str, path: str, body: Any) -> list[str]:
        operation = self._find(method, path)
        if operation is None:
            return [f"{method} {path} is not in the file"]
        content = operation.get("requestBody", {}).get("content", {})
        if body is None or not content:
            return []
        schema = content.get("application/json", next(iter(content.values())))["schema"]
        return [f"{method} {path}: {fault}" for fault in self._faults(schema, body, "body")]

    def check_query(self, method: str, path: str, query: list[tuple[str, str]]) -> list[str]:
        """Return the faults of a query: unknown names, missing ones, and numbers that are none."""
        operation = self._find(method, path) or {}
        known = {p["name"]: p for p in operation.get("parameters", ()) if p.get("in") == "query"}
        given = {name for name, _ in query}
        faults = [f"{name} is unknown" for name in sorted(given - set(known))]
        faults += [
            f"{n} is missing" for n, p in known.items() if p.get("required") and n not in given
        ]
        for name, value in query:
            kind = known.get(name, {}).get("schema", {}).get("type")
            if kind == "integer" and not value.isdigit():
                faults.append(f"{name} is {value!r:.40}, not an integer")
        return [f"{method} {path}: {fault}" for fault in faults]

    def check_answer(self, method: str, path: str, status: int, body: Any) -> list[str]:
        """Return the faults of an answer to a request."""
        operation = self._find(method, path) or {}
        answers = operation.get("responses", {})
        if str(status) not in answers:
            return [f"{method} {path}: no answer {status} is in the file"]
        content = answers[str(status)].get("content", {})
        if not content:
            return []
        schema = next(iter(content.values()))["schema"]
        return [f"{method} {path}: {fault}" for fault in self._faults(schema, body, "answer")]

    def _find(self, method: str, path: str) -> dict[str, Any] | None:
        fits = [operations for pattern, operations in self._paths if pattern.fullmatch(path)]
        return next((o[method.lower()] for o in fits if method.lower() in o), None)

    def _faults(self, schema: dict[str, Any], value: Any, at: str) -> Iterator[str]:
        if "$ref" in schema:
            name = schema["$ref"].rpartition("/")[2]
            yield from self._faults(self._document["components"]["schemas"][name], value, at)
        for part in schema.get("allOf", ()):
            yield from self._faults(part, value, at)
        for word in ("oneOf", "anyOf"):
            yield from self._option_faults(schema.get(word, ()), value, at)
        yield from _simple_faults(schema, value, at)
        yield from self._inner_faults(schema, value, at)

    def _option_faults(self, options: list[dict[str, Any]], value: Any, at: str) -> Iterator[str]:
        tried = [next(self._faults(option, value, at), None) for option in options]
        if tried and None not in tried:
            yield f"{at} fits none of {len(options)}: {'; '.join(map(str, tried[:8]))}"

    def _inner_faults(self, schema: dict[str, Any], value: Any, at: str) -> Iterator[str]:
        if isinstance(value, dict):
            for name in schema.get("required", ()):
                if name not in value:
                    yield f"{at}.{name} is missing"
            for name, inner in schema.get("properties", {}).items():
                if name in value:
                    yield from self._faults(inner, value[name], f"{at}.{name}")
        if isinstance(value, list) and "items" in schema:
            for place, inner in enumerate(value):
                yield from self._faults(schema["items"], inner, f"{at}[{place}]")


def _simple_faults(schema: dict[str, Any], value: Any, at: str) -> Iterator[str]:
    kinds = schema.get("type", [])
    kinds = [kinds] if isinstance(kinds, str) else kinds
    if kinds and not any(_is_a(kind, value) for kind in kinds):
        yield f"{at} is {value!r:.60}, not {kinds}"
        return
    if "const" in schema and value != schema["const"]:
        yield f"{at} is {value!r:.60}, not {schema['const']!r}"
    if "enum" in schema and value not in schema["enum"]:
        yield f"{at} is {value!r:.60}, not one of {schema['enum']!r:.80}"
    size = len(value) if isinstance(value, str | list) else None
    low = schema.get("minLength", schema.get("minItems", 0))
    high = schema.get("maxLength", schema.get("maxItems", float("inf")))
    if size is not None and not low <= size <= high:
        yield f"{at} has a length of {size}, not {low} to {high}"
    if isinstance(value, str) and "pattern" in schema and not re.search(schema["pattern"], value):
        yield f"{at} is {value!r:.60}, not like {schema['pattern']}"
    if isinstance(value, int | float) and not isinstance(value, bool):
        least, most = schema.get("minimum", float("-inf")), schema.get("maximum", float("inf"))
        if not least <= value <= most:
            yield f"{at} is {value}, not {least} to {most}"


def _is_a(kind: str, value: Any) -> bool:
    if isinstance(value, bool):
        return kind == "boolean"
    return isinstance(value, _TYPES[kind])
