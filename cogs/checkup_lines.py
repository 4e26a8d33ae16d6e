"""The check-up in lines of Discord, for whoever runs Truss."""

from __future__ import annotations

from typing import Final

from cogs.markdown import escape
from core.domain.work.finding import Report

SHOWN: Final = 4
_CHARACTERS: Final = 220


def describe_checkup(report: Report | None) -> list[str]:
    """Return the faults of a set-up, then its advice; nothing where all is well or unknown."""
    if report is None:
        return []
    found = [*report.list_faults(), *report.list_advice()]
    lines = [
        f"{'⚠' if each.is_fault else '☐'} {escape(each.sentence[:_CHARACTERS])}"
        for each in found[:SHOWN]
    ]
    more = len(found) - SHOWN
    if more > 0:
        lines.append(f"{more} more: `trussbot doctor`, or the page Set-up.")
    return lines
