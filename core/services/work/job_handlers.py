"""Job handlers: how each kind of job is done, and what one says of its work while it goes on."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from core.domain.work.job import Job, JobKind


class JobProgress:
    """What a handler says of its work while it goes on."""

    def __init__(self) -> None:
        self.stage = ""
        self.fraction = 0.0
        self.note: str | None = None
        """What people should know of a job that is done all the same."""

    def enter(self, stage: str, fraction: float) -> None:
        """Name the step that begins now, and how much of the job (0 to 1) lies behind it."""
        self.stage = stage
        self.fraction = fraction

    def part(self, start: float, end: float) -> Callable[[float], None]:
        """Return a callback for a step of its own 0 to 1 that covers `start` to `end`."""

        def report(fraction: float) -> None:
            self.fraction = start + (end - start) * max(0.0, min(1.0, fraction))

        return report


@dataclass(frozen=True, slots=True, kw_only=True)
class JobHandler:
    """How one kind of job is done, and what becomes of its subject when it cannot be done.

    `give_up` changes the subject only while it is as this very job left it: a job that was taken
    over, or whose subject went on without it, has no say. `is_for_us` tells whether this process
    may do the job; one that may not leaves it to another.
    A job that `outlasts_outages` is tried again for as long as a failure says that this may help.
    """

    work: Callable[[Job, JobProgress], Awaitable[None]]
    give_up: Callable[[Job, str, str], Awaitable[None]]
    is_for_us: Callable[[Job], Awaitable[bool]] | None = None
    outlasts_outages: bool = False


Handlers = Mapping[JobKind, JobHandler]


def handle(
    work: Callable[[Job, JobProgress], Awaitable[None]],
    give_up: Callable[[Job, str, str], Awaitable[None]],
    *,
    is_for_us: Callable[[Job], Awaitable[bool]] | None = None,
    outlasts_outages: bool = False,
) -> JobHandler:
    return JobHandler(
        work=work, give_up=give_up, is_for_us=is_for_us, outlasts_outages=outlasts_outages
    )
