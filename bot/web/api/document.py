"""The document of the API, OpenAPI 3.1, made from its calls; and the routes of all of it."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from functools import cache
from typing import Any, Final

from aiohttp import web
from pydantic.json_schema import models_json_schema

from bot.web.access import Access, Address, get
from bot.web.api.call import PARTS, ROOT, Call, Nothing, Shape
from bot.web.api.calls import list_calls
from bot.web.api.files import FILES, File
from bot.web.api.shapes import Problem

_REFERENCE: Final = "#/components/schemas/{model}"
_REFUSALS: Final[dict[int, str]] = {
    400: "What was sent cannot be",
    401: "Without a token, or with one that is over",
    403: "Not allowed to this person",
    404: "It is not there",
    409: "It has changed meanwhile",
    502: "Another service failed",
    503: "Busy; try again later",
}


def list_routes() -> list[Address]:
    """Every address of the API."""
    return [
        get(f"{ROOT}/openapi.json", show_document, Access.PUBLIC),
        *(call.to_address() for call in list_calls()),
        *(file.to_address() for file in FILES),
    ]


async def show_document(_request: web.Request) -> web.Response:
    return web.Response(text=_write_own(), content_type="application/json")


@cache
def _write_own() -> str:
    return json.dumps(write_document(list_calls()))


def write_document(calls: Sequence[Call]) -> dict[str, Any]:
    """Return the OpenAPI document of these calls."""
    shapes: set[type[Shape]] = {Problem}
    for call in calls:
        shapes |= {call.takes, call.query, call.gives}
    _, schemas = models_json_schema(
        [(shape, "validation") for shape in sorted(shapes, key=lambda shape: shape.__name__)],
        ref_template=_REFERENCE,
    )
    paths: dict[str, dict[str, Any]] = {}
    for call in calls:
        place = paths.setdefault(f"{ROOT}{call.path}", {})
        place[call.method.lower()] = _describe(call, schemas["$defs"])
    for file in FILES:
        paths[f"{ROOT}{file.path}"] = {"get": _describe_file(file)}
    return {
        "openapi": "3.1.0",
        "info": {"title": "Truss", "version": "1"},
        "paths": paths,
        "components": {
            "schemas": schemas["$defs"],
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        },
        "security": [{"token": []}],
    }


def _describe(call: Call, schemas: dict[str, Any]) -> dict[str, Any]:
    told: dict[str, Any] = {
        "operationId": call.name,
        "summary": call.summary,
        "parameters": [*_list_parts(call.path), *_list_query(call, schemas)],
        "responses": {
            "200": {"description": "Done", "content": _content(call.gives.__name__)},
            **_list_refusals(),
        },
    }
    if call.takes is not Nothing:
        told["requestBody"] = {"required": True, "content": _content(call.takes.__name__)}
    return told


def _describe_file(file: File) -> dict[str, Any]:
    return {
        "operationId": file.name,
        "summary": file.summary,
        "parameters": _list_parts(file.path),
        "responses": file.describe_answers() | _list_refusals(),
    }


def _list_refusals() -> dict[str, Any]:
    refusals: dict[str, Any] = {
        str(status): {"description": why, "content": _content("Problem")}
        for status, why in _REFUSALS.items()
    }
    # What is no request at all, such as an address that is too long, is refused before it is read.
    refusals["400"]["content"] = _content("Problem") | {
        "text/plain": {"schema": {"type": "string"}}
    }
    return refusals


def _list_parts(path: str) -> list[dict[str, Any]]:
    return [
        {
            "name": part,
            "in": "path",
            "required": True,
            "schema": {"type": "string", "pattern": f"^{PARTS[part]}$"},
        }
        for part in re.findall(r"{(\w+)}", path)
    ]


def _list_query(call: Call, schemas: dict[str, Any]) -> list[dict[str, Any]]:
    fields = schemas[call.query.__name__].get("properties", {})
    return [{"name": name, "in": "query", "schema": field} for name, field in fields.items()]


def _content(name: str) -> dict[str, Any]:
    return {"application/json": {"schema": {"$ref": _REFERENCE.format(model=name)}}}
