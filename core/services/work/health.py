"""Health: which parts of this process work, and what is wrong with those that do not."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from math import inf

import structlog

from core.ports.work import Clock

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class PartHealth:
    """How one part is since `since`; `trouble` is a sentence that says what to do, "" if none.

    `in_full` is that sentence for whoever runs Truss alone.
    """

    name: str
    since: datetime
    trouble: str = ""
    in_full: str = ""

    @property
    def is_ok(self) -> bool:
        return not self.trouble


class Health:
    """Keeps what each part last said of itself; parts are named as people know them."""

    def __init__(self, *, clock: Clock) -> None:
        self._clock = clock
        self._parts: dict[str, PartHealth] = {}
        self._ends: dict[str, float] = {}

    def note_ok(self, name: str) -> None:
        self._note(name, "")

    def note_beginning(self, name: str, sentence: str) -> None:
        """Note what is still to come, which nobody needs to be warned of."""
        self._note(name, sentence, is_expected=True)

    def note_trouble(
        self, name: str, trouble: str, *, in_full: str = "", for_seconds: float = inf
    ) -> None:
        """Note a sentence without secrets: monitoring keeps it, and the page shows it.

        It is forgotten after `for_seconds`, unless it is noted again. `in_full` is the sentence
        for whoever runs Truss, where the page may not show all of it to everybody.
        """
        self._note(name, trouble, in_full=in_full)
        self._ends[name] = self._clock.steady_seconds() + for_seconds

    def forget(self, name: str) -> None:
        """Forget a part that ended because nobody needs it any more."""
        self._parts.pop(name, None)
        self._ends.pop(name, None)

    def list_parts(self) -> tuple[PartHealth, ...]:
        now = self._clock.steady_seconds()
        for name in [name for name, ends in self._ends.items() if ends <= now]:
            self.forget(name)
        return tuple(sorted(self._parts.values(), key=lambda part: part.name))

    def list_troubles(self) -> tuple[PartHealth, ...]:
        return tuple(part for part in self.list_parts() if not part.is_ok)

    def _note(
        self, name: str, trouble: str, *, in_full: str = "", is_expected: bool = False
    ) -> None:
        self._ends.pop(name, None)
        known, in_full = self._parts.get(name), in_full or trouble
        if known is not None and (known.trouble, known.in_full) == (trouble, in_full):
            return
        # How long a part has been in trouble matters more than when its sentence last changed.
        keeps_since = known is not None and bool(known.trouble) and bool(trouble)
        part = PartHealth(name=name, since=self._clock.now(), trouble=trouble, in_full=in_full)
        self._parts[name] = replace(part, since=known.since) if known and keeps_since else part
        if is_expected:
            _log.info("health.beginning", part=name)
        elif trouble:
            _log.warning("health.trouble", part=name, trouble=in_full)
        elif known is not None:
            _log.info("health.recovered", part=name)
