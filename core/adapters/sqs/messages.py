"""Messages: each names the row of a job, and nothing else; a job may be as large as it wants."""

from __future__ import annotations

import json
import math
import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from core.adapters.table.table import ItemKey
from core.domain.work.job import Queue

_CHARACTERS_MAX: Final = 1000
_ROW: Final = re.compile(r"[0-9]{13}#[!-~]{1,200}")
"""A row's place, as `keys.queue_sk` writes it; the table refuses what is no key at all."""
REACH_SECONDS: Final = 900
"""SQS delays a message by so much at most; what is due later waits in the table alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """A message as it was received; `handle` is what SQS calls this receipt of it."""

    id: str
    handle: str
    body: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """What is to be sent of a row: which one, and from when on it is visible."""

    key: ItemKey
    queue: Queue
    visible_at: datetime

    def delay_seconds(self, now: datetime) -> int:
        wait = math.ceil((self.visible_at - now) / timedelta(seconds=1))
        return min(REACH_SECONDS, max(0, wait))


def is_within_reach(visible_at: datetime, now: datetime) -> bool:
    return visible_at - now <= timedelta(seconds=REACH_SECONDS)


def write_body(key: ItemKey) -> str:
    return json.dumps({"row": [key.pk, key.sk]}, separators=(",", ":"))


def read_body(body: str, *, partition: str) -> ItemKey | None:
    """Return the row that a message names; None for what is no message of ours."""
    if len(body) > _CHARACTERS_MAX:
        return None
    try:
        pk, sk = json.loads(body)["row"]
    except (ValueError, TypeError, KeyError, RecursionError):
        return None
    is_ours = pk == partition and isinstance(sk, str) and _ROW.fullmatch(sk) is not None
    return ItemKey(pk, sk) if is_ours else None
