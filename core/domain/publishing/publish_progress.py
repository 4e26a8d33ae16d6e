"""How far a publisher has come with a publication; stored before each next effect."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishProgress:
    """Where a publisher goes on, in its own words.

    `step` names what comes next; while it is empty, nothing lies at the platform that could ever
    be seen. `remote_id` is the platform's name of what was begun (a video, a publish id), `looks`
    counts how often it was asked for since, `restarts` how often it was begun anew. `may_be_out`
    says that people may be able to see it already, for all that is known. `secret` is what bears
    the right to go on (an upload's address); it lies in the table in sealed form alone.
    """

    step: str = ""
    entered_at: datetime | None = None
    remote_id: str = ""
    sent_bytes: int = 0
    looks: int = 0
    restarts: int = 0
    may_be_out: bool = False
    facts: Mapping[str, str] = field(default_factory=dict)
    secret: str = field(default="", repr=False)

    @property
    def is_begun(self) -> bool:
        """Whether the platform must be asked before anything is done there again."""
        return bool(self.step)
