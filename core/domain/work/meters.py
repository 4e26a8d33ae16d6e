"""Meters: what is counted while this process runs, and how Prometheus reads it.

Source: Prometheus' text exposition format, version 0.0.4.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

CONTENT_TYPE: Final = "text/plain; version=0.0.4; charset=utf-8"

_COUNTERS: Final[Mapping[str, str]] = {
    "truss_chat_lines_total": "Lines of chat that were heard.",
    "truss_spikes_total": "Moments that were stored, by what asked for them.",
    "truss_jobs_ended_total": "Jobs that ended, by kind and outcome.",
    "truss_renders_total": "Renders that ended, by outcome.",
    "truss_publications_total": "Publications that came to an outcome, by platform.",
    "truss_table_calls_total": "Calls to the table, by operation.",
    "truss_table_seconds_total": "Seconds that calls to the table took, by operation.",
    "truss_table_failures_total": "Calls to the table that failed, by operation.",
    "truss_table_units_total": "Read and write units as DynamoDB bills them, without retries.",
}
Labels = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A value as it is now; `labels` in the order in which they are shown."""

    name: str
    help: str
    value: float
    labels: Labels = ()


@dataclass(slots=True)
class Meters:
    """Counts by name and labels; names are those of `_COUNTERS`."""

    _counts: dict[tuple[str, Labels], float] = field(default_factory=dict)

    def count(self, name: str, amount: float = 1.0, **labels: str) -> None:
        key = (name, tuple(sorted(labels.items())))
        self._counts[key] = self._counts.get(key, 0.0) + amount

    def read(self, name: str, **labels: str) -> float:
        return self._counts.get((name, tuple(sorted(labels.items()))), 0.0)

    def render(self, gauges: Iterable[Reading] = ()) -> str:
        """Return everything as Prometheus reads it; families stay together, in their order."""
        lines: list[str] = []
        for name, text in _COUNTERS.items():
            lines += _head(name, text, "counter")
            mine = {labels: value for (one, labels), value in self._counts.items() if one == name}
            lines += [_line(name, labels, value) for labels, value in sorted(mine.items())]
        shown = ""
        for gauge in sorted(gauges, key=lambda reading: (reading.name, reading.labels)):
            if gauge.name != shown:
                lines += _head(gauge.name, gauge.help, "gauge")
                shown = gauge.name
            lines.append(_line(gauge.name, gauge.labels, gauge.value))
        return "\n".join(lines) + "\n"


def _head(name: str, text: str, kind: str) -> list[str]:
    told = text.replace("\\", "\\\\").replace("\n", "\\n")
    return [f"# HELP {name} {told}", f"# TYPE {name} {kind}"]


def _line(name: str, labels: Labels, value: float) -> str:
    inner = ",".join(f'{label}="{_escape(text)}"' for label, text in labels)
    number = str(int(value)) if value == int(value) else repr(round(value, 6))
    return f"{name}{{{inner}}} {number}" if inner else f"{name} {number}"


def _escape(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
