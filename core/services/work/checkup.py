"""The check-up: every check of a set-up, one after the other, and what they found the last time."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Final

import structlog

from core.domain.work.finding import Finding, Report, Weight, explain
from core.errors import TrussError
from core.ports.work import Clock
from core.services.work.health import Health

_log = structlog.get_logger(__name__)

LOOK_SECONDS: Final = 30.0
EVERY_SECONDS: Final = 3600.0
FIRST_SECONDS: Final = 60.0
AGAIN_SECONDS: Final = 60.0
HELD_SECONDS: Final = 2 * EVERY_SECONDS
PART: Final = "Set-up check ({})"
AGAIN: Final = "try again, and report it if that does not help"

Look = Callable[[], Awaitable[Sequence[Finding] | None]]
"""Returns what is wrong; None where there is nothing to look at."""
Fix = Callable[[Finding], Awaitable[str]]
"""Does what `Finding.fix` says, and returns what was done as a sentence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One thing that is looked at.

    `is_told` where no running part of the program tells health of it by itself.
    """

    name: str
    look: Look
    fix: Fix | None = None
    is_told: bool = False


class Checkup:
    """Runs the checks; a check that fails or takes too long is a finding itself."""

    def __init__(
        self,
        checks: Sequence[Check],
        *,
        clock: Clock,
        health: Health,
        look_seconds: float = LOOK_SECONDS,
    ) -> None:
        self._checks = tuple(checks)
        self._clock = clock
        self._health = health
        self._look_seconds = look_seconds
        self._found: dict[str, Sequence[Finding] | None] = {}
        self.last: Report | None = None

    async def look(self) -> Report:
        """Look at everything, and keep the report."""
        return await self._look_at(self._checks)

    async def _look_at(self, checks: Sequence[Check]) -> Report:
        """Look at these; what the report says of others is what was found the last time."""
        found = await asyncio.gather(*(self._look(check) for check in checks))
        self._found |= {check.name: some for check, some in zip(checks, found, strict=True)}
        known = [check.name for check in self._checks if check.name in self._found]
        looked = [(name, self._found[name]) for name in known]
        report = Report(
            findings=tuple(each for _, some in looked for each in some or ()),
            passed=tuple(name for name, some in looked if some is not None and not some),
            skipped=tuple(name for name, some in looked if some is None),
            at=self._clock.now(),
        )
        self._tell(report)
        self.last = report
        return report

    async def mend(self, report: Report) -> list[str]:
        """Do what can be done without a person; return a sentence for each thing, done or not."""
        fixes = {check.name: check.fix for check in self._checks if check.fix is not None}
        said: list[str] = []
        for finding in report.findings:
            fix = fixes.get(finding.check)
            if fix is None or not finding.fix:
                continue
            try:
                said.append(f"Mended: {await fix(finding)}")
            except (TrussError, OSError) as error:
                reason = getattr(error, "strerror", None) or error
                said.append(f"Not mended ({finding.fix}): {reason}")
        return said

    async def keep_looking(
        self, *, first_seconds: float = FIRST_SECONDS, again_seconds: float = AGAIN_SECONDS
    ) -> None:
        """Look once the start is over, and every hour; at what health names, every minute.

        A check may fall into an outage, and what somebody mended is not to be named for an hour.
        """
        await asyncio.sleep(first_seconds)
        while True:
            report = await self.look()
            for _ in range(round(EVERY_SECONDS / again_seconds)):
                await asyncio.sleep(again_seconds)
                if named := self._list_named(report):
                    report = await self._look_at(named)

    def _list_named(self, report: Report) -> list[Check]:
        faulty = {each.check for each in report.list_faults()}
        return [check for check in self._checks if check.is_told and check.name in faulty]

    async def _look(self, check: Check) -> Sequence[Finding] | None:
        try:
            async with asyncio.timeout(self._look_seconds):
                return await check.look()
        except TimeoutError:
            return [_unmade(check.name, f"it took longer than {self._look_seconds:.0f} s")]
        except TrussError as error:
            return [explain(check.name, error)]
        except PermissionError as error:
            place = f": {error.filename}" if error.filename else ""
            mend = "let the user who starts Truss read it"
            return [_unmade(check.name, f"permission denied{place}", mend=mend)]
        except Exception as error:  # noqa: BLE001 - the edge of a check: the others go on
            _log.warning("checkup.check_failed", check=check.name, reason=repr(error))
            return [_unmade(check.name, type(error).__name__)]

    def _tell(self, report: Report) -> None:
        for check in self._checks:
            if not check.is_told:
                continue
            part = PART.format(check.name)
            faults = [each for each in report.list_faults() if each.check == check.name]
            if faults:
                said = " ".join(each.sentence for each in faults)
                plain = " ".join(each.plain or each.sentence for each in faults)
                self._health.note_trouble(part, plain, in_full=said, for_seconds=HELD_SECONDS)
            else:
                self._health.forget(part)


def _unmade(name: str, reason: str, *, mend: str = AGAIN) -> Finding:
    return Finding(
        check=name,
        problem=f"The check of {name} could not be made ({reason})",
        mend=mend,
        weight=Weight.ADVICE,
    )
