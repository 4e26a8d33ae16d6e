"""SQS's own clock, as its answers tell it: by that a lease lapses, whoever sets a machine's."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Final

_DRIFT_SECONDS: Final = 2.0
"""A `Date` names whole seconds and comes a moment late; what is further off is a drift."""


class SqsTime:
    """Seconds since 1970 by SQS's clock, carried on between answers by one that nobody sets."""

    def __init__(self, *, steady_seconds: Callable[[], float], now: Callable[[], datetime]) -> None:
        self._steady_seconds = steady_seconds
        self._now = now
        self._offset: float | None = None

    def note(self, date: str | None) -> None:
        """Take an answer's `Date` header, the latest that fits the earlier ones."""
        try:
            told = parsedate_to_datetime(date or "").timestamp()
        except ValueError:
            return
        offset = told - self._steady_seconds()
        if self._offset is None or not 0 <= self._offset - offset <= _DRIFT_SECONDS:
            self._offset = offset

    def now_seconds(self) -> float:
        if self._offset is None:
            return self._now().timestamp()
        return self._offset + self._steady_seconds()
