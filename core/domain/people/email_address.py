"""E-mail addresses: where a person gets links, proven by a link that was sent there."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from core.domain.work.ids import CreatorId
from core.errors import InvalidInput

_ADDRESS: Final = re.compile(r"[a-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[a-z0-9.-]{1,189}")


@dataclass(frozen=True, slots=True, kw_only=True)
class EmailAddress:
    """An address of a person; a link that is sent there leads to the creator."""

    address: str
    person_id: str
    creator_id: CreatorId
    created_at: datetime


def read_email_address(text: str) -> str:
    """Return an address as it is compared; InvalidInput if it is none."""
    address = text.strip().lower()
    if not _ADDRESS.fullmatch(address):
        raise InvalidInput("That is no e-mail address; give one such as ada@example.org.")
    return address
