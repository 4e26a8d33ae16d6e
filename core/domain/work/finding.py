"""Findings: what is wrong with a set-up, and how it is mended; each fits into one sentence."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from difflib import get_close_matches
from enum import StrEnum
from typing import Final

from core.errors import TrussError, tell_in_full

SHOWN_CHARACTERS: Final = 60
_NEAR: Final = 0.75


class Weight(StrEnum):
    """How much a finding matters: a fault keeps something from working, advice does not."""

    FAULT = "fault"
    ADVICE = "advice"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that is wrong, found by `check`; `fix` says what Truss can do about it itself.

    `problem` and `mend` are clauses without a full stop, and hold no secret. `names` is what a fix
    needs to know. `plain` is the sentence for a creator's team, where it may not read all of it.
    """

    check: str
    problem: str
    mend: str
    weight: Weight = Weight.FAULT
    fix: str = ""
    names: tuple[str, ...] = ()
    plain: str = ""

    @property
    def sentence(self) -> str:
        return f"{self.problem}; {self.mend}."

    @property
    def is_fault(self) -> bool:
        return self.weight is Weight.FAULT


def fault(check: str, problem: str, mend: str, *, fix: str = "") -> Finding:
    return Finding(check=check, problem=problem, mend=mend, fix=fix)


def advise(check: str, problem: str, mend: str, *, fix: str = "") -> Finding:
    return Finding(check=check, problem=problem, mend=mend, weight=Weight.ADVICE, fix=fix)


def find_nearest(name: str, known: Iterable[str]) -> str:
    """Return the known name that somebody probably meant, "" if none is near."""
    return next(iter(get_close_matches(name.upper(), list(known), n=1, cutoff=_NEAR)), "")


def shorten(text: str) -> str:
    """Return text as it can be shown in a sentence: printable, and not too long."""
    shown = "".join(c if c.isprintable() else "?" for c in text)
    return shown if len(shown) <= SHOWN_CHARACTERS else f"{shown[: SHOWN_CHARACTERS - 3]}..."


def read_finding(check: str, sentence: str, *, weight: Weight = Weight.FAULT) -> Finding:
    """Return the finding that an error's sentence tells: its problem, and what to do."""
    said = sentence.strip().removesuffix(".")
    for mark in ("; ", ": ", ", so "):
        problem, found, mend = said.partition(mark)
        if found:
            return Finding(check=check, problem=problem, mend=mend, weight=weight)
    return Finding(check=check, problem=said, mend="the log has more", weight=weight)


def explain(check: str, error: TrussError, *, weight: Weight = Weight.FAULT) -> Finding:
    """Return the finding that an error is, with all that whoever runs Truss may read of it."""
    found = read_finding(check, tell_in_full(error), weight=weight)
    return found if str(error) == tell_in_full(error) else replace(found, plain=str(error))


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What a look at everything found; `passed` and `skipped` name the checks without findings."""

    findings: tuple[Finding, ...] = ()
    passed: tuple[str, ...] = ()
    skipped: tuple[str, ...] = ()
    at: datetime | None = None

    @property
    def is_well(self) -> bool:
        return not self.list_faults()

    def list_faults(self) -> tuple[Finding, ...]:
        return tuple(found for found in self.findings if found.is_fault)

    def list_advice(self) -> tuple[Finding, ...]:
        return tuple(found for found in self.findings if not found.is_fault)
