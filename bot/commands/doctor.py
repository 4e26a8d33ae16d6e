"""`trussbot doctor`: what is wrong with the set-up, and what mends it."""

from __future__ import annotations

import json
import sys
from typing import Any

from rich.console import Console

from bot.bootstrap.doctor import open_checkup
from core.domain.work.finding import Finding, Report

FAULTY = 1


async def run_doctor(*, as_json: bool = False, mends: bool = False) -> int:
    """Print each finding as a sentence; status 1 where something does not work."""
    console = Console(stderr=as_json)
    async with open_checkup() as checkup:
        report = await checkup.look()
        said = await checkup.mend(report) if mends else []
    for sentence in said:
        console.print(sentence, markup=False, highlight=False, soft_wrap=True)
    if said:
        async with open_checkup() as checkup:  # what was mended may be a setting
            report = await checkup.look()
    if as_json:
        json.dump(describe_report(report), sys.stdout, indent=2)
        sys.stdout.write("\n")
    else:
        print_report(report, console)
    return 0 if report.is_well else FAULTY


def describe_report(report: Report) -> dict[str, Any]:
    """Return a report as programs read it; a field is never taken away, and some may come."""
    return {
        "is_well": report.is_well,
        "at": report.at.isoformat() if report.at else None,
        "findings": [_describe(found) for found in report.findings],
        "passed": list(report.passed),
        "skipped": list(report.skipped),
    }


def print_report(report: Report, console: Console) -> None:
    """Print faults first, then advice, then what is well."""
    for found in report.list_faults():
        _print(console, "FAULT", found)
    for found in report.list_advice():
        _print(console, "advice", found)
    for line, names in (("Well", report.passed), ("Not looked at", report.skipped)):
        if names:
            console.print(f"{line}: {', '.join(names)}.", markup=False, highlight=False)
    if any(found.fix for found in report.findings):
        console.print(
            "`trussbot doctor --fix` mends what needs no decision of yours.", markup=False
        )


def _print(console: Console, label: str, found: Finding) -> None:
    console.print(
        f"{label} [{found.check}] {found.sentence}", markup=False, highlight=False, soft_wrap=True
    )


def _describe(found: Finding) -> dict[str, Any]:
    return {
        "check": found.check,
        "weight": found.weight.value,
        "problem": found.problem,
        "mend": found.mend,
        "sentence": found.sentence,
        "fix": found.fix or None,
    }
