"""Publish progress: how far a publisher has come, stored before each further effect."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishProgress:
    """Where a publisher continues, in its own words.

    `step` names what comes next; while it is empty, nothing at the platform could ever be seen.
    `remote_id` is the platform's id for what was begun (a video, a publish id), `looks` counts how
    often it was asked about since, `restarts` how often it was begun anew. `may_be_out` is true as
    soon as people might be able to see it. `secret` grants the right to continue (such as an
    upload's address); it is stored in sealed form only.
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
        """Whether the platform must be asked before anything more is done there."""
        return bool(self.step)
