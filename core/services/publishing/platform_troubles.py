"""Platform troubles: which platforms take no clips now, told to health."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from core.domain.publishing.publication import Publication, PublicationStatus
from core.domain.work.platform import Platform
from core.errors import QuotaReached, TokenRefused, TrussError, may_pass
from core.services.work.health import Health

GRACE_SECONDS: Final = 300.0
"""How long after the next try is due a trouble is still believed, if nothing is heard of it."""
_WAITS: Final = frozenset({PublicationStatus.RETRY_AT, PublicationStatus.PROCESSING})


class PlatformTroubles:
    """Tells health what a platform said last; that an account or a clip is refused is no outage."""

    def __init__(self, *, health: Health) -> None:
        self._health = health

    def note_answer(self, platform: Platform) -> None:
        """Note that a platform does what it is asked."""
        self._health.forget(_name(platform))

    def note_failure(self, planned: Publication, failure: TrussError, *, at: datetime) -> None:
        """Note what kept a publication, which goes on as planned, from going out now."""
        is_outage = may_pass(failure) and not isinstance(failure, QuotaReached | TokenRefused)
        if not is_outage or planned.status not in _WAITS or planned.next_at is None:
            return
        self._health.note_trouble(
            _name(planned.platform),
            f"{failure} What goes there waits, and is tried again by itself.",
            for_seconds=(planned.next_at - at).total_seconds() + GRACE_SECONDS,
        )


def _name(platform: Platform) -> str:
    return f"Publishing to {platform.label}"
