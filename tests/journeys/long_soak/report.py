"""The report: what agreed, what was done to it, and what it took."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from tests.journeys.long_soak.counting import Count
from tests.journeys.long_soak.crew import Sample
from tests.journeys.long_soak.tuning import CREW, KILL_EVERY_SECONDS, MINUTES, QUEUE_PREFIX

WARM_SECONDS: Final = 180.0
"""Before that, a process still loads what it needs, or takes channels over: a slope over younger
ones would tell how often they were killed, and when."""


@dataclass(slots=True, kw_only=True)
class Report:
    """All that was counted and measured."""

    counts: Sequence[Count]
    kills: Mapping[str, int]
    gone: Sequence[str]
    troubles: Mapping[str, int]
    samples: Sequence[Sample]
    cpu_seconds: Mapping[str, float]
    settled_after: float | None
    lasted_minutes: float
    traffic: Mapping[str, int] = field(default_factory=dict)
    errors: Mapping[str, int] = field(default_factory=dict)

    @property
    def faults(self) -> list[str]:
        settled = [] if self.settled_after is not None else ["it did not settle"]
        return settled + [f"{c.what}: {fault}" for c in self.counts for fault in c.faults]

    def write(self) -> str:
        queue = "SQS" if QUEUE_PREFIX else "the table's queue"
        settled = "never" if self.settled_after is None else f"{self.settled_after:.0f} s"
        return "\n".join(
            [
                "# Soak",
                "",
                (
                    f"{MINUTES:g} minutes on AWS's double (DynamoDB, S3, KMS, {queue}), "
                    f"{len(CREW)} processes by role, one killed each {KILL_EVERY_SECONDS:g} s, "
                    "and some service fails nearly all the time. All platforms are on "
                    "loopback. After the last fault everything settled within "
                    f"{settled}. Written by `tests/journeys/test_long_soak.py`."
                ),
                "",
                "| what | expected | found | agrees |",
                "|---|---|---|---|",
                *map(str, self.counts),
                "",
                *self._write_harm(),
                *self._write_machine(),
                "",
            ]
        )

    def _write_harm(self) -> list[str]:
        kills = ", ".join(f"{name} {count}" for name, count in sorted(self.kills.items()))
        lines = [
            "## What was done to it",
            "",
            (
                f"{sum(self.kills.values())} kills: {kills or 'none'}. Processes that ended by "
                f"themselves and were started again: {_tell(Counter(self.gone)) or 'none'}."
            ),
            "",
            "| fault, for 15 s each | times |",
            "|---|---|",
            *(f"| {name} | {count} |" for name, count in sorted(self.troubles.items())),
            "",
            f"Traffic: {_tell(Counter(self.traffic))}.",
            "",
        ]
        if self.errors:
            lines += ["Tracebacks and errors in the logs, by their event:", ""]
            lines += [f"* {count} x {name}" for name, count in self.errors.items()]
            lines += [""]
        return lines

    def _write_machine(self) -> list[str]:
        lines = [
            "## Memory and CPU",
            "",
            (
                f"Resident memory in MB of processes older than {WARM_SECONDS:.0f} s. The "
                "slope over the soak compares one process with those that came after it; the slope "
                "within a life is what one gains between its kills."
            ),
            "",
            "| process | roles | first | last | most | slope, MB an hour | within a life | CPU |",
            "|---|---|---|---|---|---|---|---|",
        ]
        return lines + [self._write_process(name) for name in CREW]

    def _write_process(self, name: str) -> str:
        warm = [s for s in self.samples if s.name == name and s.age >= WARM_SECONDS]
        cpu = self.cpu_seconds.get(name, 0.0)
        share = 100 * cpu / (60 * self.lasted_minutes)
        if len(warm) < 2:
            return f"| {name} | {CREW[name]} | - | - | - | - | - | {cpu:.0f} s |"
        sizes = [sample.megabytes for sample in warm]
        over = slope([(sample.minute / 60, sample.megabytes) for sample in warm])
        within = slope(_within_lives(warm))
        return (
            f"| {name} | {CREW[name]} | {sizes[0]:.0f} | {sizes[-1]:.0f} | {max(sizes):.0f} | "
            f"{over:+.0f} | {within:+.0f} | {cpu:.0f} s, {share:.0f} % of a core |"
        )

    def steepest(self) -> float:
        """Return the largest growth of any process over the soak, in MB an hour."""
        return max(
            slope(
                [
                    (s.minute / 60, s.megabytes)
                    for s in self.samples
                    if s.name == name and s.age >= WARM_SECONDS
                ]
            )
            for name in CREW
        )


def slope(points: Sequence[tuple[float, float]]) -> float:
    """Return the slope of the straight line that fits best; 0 for what has none."""
    if len(points) < 2:
        return 0.0
    middle_x = sum(x for x, _ in points) / len(points)
    middle_y = sum(y for _, y in points) / len(points)
    spread = sum((x - middle_x) ** 2 for x, _ in points)
    if not spread:
        return 0.0
    return sum((x - middle_x) * (y - middle_y) for x, y in points) / spread


def _within_lives(samples: Sequence[Sample]) -> list[tuple[float, float]]:
    """Return age in hours and memory, each beside the middle of its own life."""
    lives: dict[int, list[Sample]] = {}
    for sample in samples:
        lives.setdefault(round((sample.minute * 60 - sample.age) / 5), []).append(sample)
    points = []
    for life in lives.values():
        age = sum(sample.age for sample in life) / len(life)
        size = sum(sample.megabytes for sample in life) / len(life)
        points += [((one.age - age) / 3600, one.megabytes - size) for one in life]
    return points


def _tell(counts: Counter[str]) -> str:
    return ", ".join(f"{name} {count}" for name, count in sorted(counts.items()))
