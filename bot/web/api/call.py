"""Calls: an address of the API with the shapes of what it takes and gives, checked both ways."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from aiohttp import web
from pydantic import BaseModel, ConfigDict, ValidationError

from bot.web.access import Access, Address
from bot.web.face import FACE, WebFace
from core.errors import InvalidInput

ROOT: Final = "/api/v1"
ULID: Final = "[0-9A-HJKMNP-TV-Z]{26}"
PARTS: Final = {
    "clip_id": f"{ULID}[0-9a-f]{{2}}",
    "publication_id": ULID,
    "stream_id": ULID,
    "job_id": ULID,
}


class Shape(BaseModel):
    """What is sent or answered: nothing that is not declared, and nothing changes."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Nothing(Shape):
    """No fields."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a call was given; `body` and `query` are of the declared shapes."""

    face: WebFace
    path: Mapping[str, str]
    query: Any
    body: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """A method and a path such as `/clips/{clip_id}`, and what it takes and gives."""

    method: str
    path: str
    summary: str
    gives: type[Shape]
    run: Callable[[Asked], Awaitable[Shape]]
    takes: type[Shape] = Nothing
    query: type[Shape] = Nothing
    needs: Access = Access.MODERATOR

    @property
    def name(self) -> str:
        """Return a name that is its own among all calls."""
        return self.run.__name__

    def to_address(self) -> Address:
        """Return the row of the table of routes; a token of its own stands for a form's."""
        path = self.path
        for part, pattern in PARTS.items():
            path = path.replace(f"{{{part}}}", f"{{{part}:{pattern}}}")
        return Address(
            method=self.method,
            path=f"{ROOT}{path}",
            handler=self._answer,
            needs=self.needs,
            has_ticket=self.method != "GET",
        )

    async def _answer(self, request: web.Request) -> web.Response:
        asked = Asked(
            face=request[FACE],
            path=request.match_info,
            query=_read(self.query, dict(request.query)),
            body=_read(self.takes, await _read_json(request)) if self.method != "GET" else None,
        )
        given = await self.run(asked)
        return web.Response(text=given.model_dump_json(), content_type="application/json")


async def _read_json(request: web.Request) -> Any:
    try:
        text = await request.text()
        return json.loads(text) if text.strip() else {}
    except (ValueError, LookupError, RecursionError, web.RequestPayloadError):
        raise InvalidInput("The body is not JSON.") from None


def _read(shape: type[Shape], given: Any) -> Shape:
    """Return what was given in its shape; InvalidInput says which field is wrong, and how."""
    try:
        return shape.model_validate(given)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        place = ".".join(str(part) for part in first["loc"])[:60] or "the body"
        raise InvalidInput(f"{place}: {first['msg']}.") from None
    except RecursionError:
        raise InvalidInput("The body is too deep.") from None
