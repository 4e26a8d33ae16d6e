"""The table of routes with its addresses filled in, for whoever tries every one of them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from bot.web.access import Access
from bot.web.app import list_routes
from tests.builders import make_test_clip_id, make_test_ulid

ULID = make_test_ulid()
GIVEN = {
    "stream_id": ULID,
    "post_id": ULID,
    "task_id": ULID,
    "asset_id": ULID,
    "job_id": ULID,
    "publication_id": ULID,
    "intake_id": ULID,
    "clip_id": make_test_clip_id(),
    "upload_id": "0" * 32,
    "platform": "youtube",
    "token": "t" * 43,
    "name": "truss.css",
}


@dataclass(frozen=True)
class Case:
    """A row of the table of routes, with its address filled in."""

    method: str
    path: str
    needs: Access
    has_ticket: bool


def fill(pattern: str, given: Mapping[str, str] = GIVEN) -> str:
    """Return a path that the pattern matches; KeyError for a part that nobody knows a value of."""
    return re.sub(r"\{(\w+)(?::[^{}]*(?:\{[\d,]+\}[^{}]*)*)?\}", lambda f: given[f[1]], pattern)


def list_cases(given: Mapping[str, str] = GIVEN) -> list[Case]:
    """Return every row; what ends the session comes last."""
    return sorted(
        (
            Case(route.method, fill(route.path, given), route.needs, route.has_ticket)
            for route in list_routes()
        ),
        key=lambda case: case.path == "/logout",
    )
