"""Conversations: what one person asked in the last ten minutes, and what they were told."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from core.domain.asking.answer import Answer
from core.domain.asking.question import Question
from core.domain.asking.report_choice import Report

REMEMBERED: Final = timedelta(minutes=10)
TURNS_MAX: Final = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """A question and its answer; `report` is the one that was taken, None if a model answered.

    `title` is that of the clip that was told of first.
    """

    at: datetime
    question: Question
    answer: Answer
    report: Report | None = None
    title: str = ""


def keep_recent(turns: Iterable[Turn], now: datetime) -> tuple[Turn, ...]:
    """Return the turns of the last ten minutes, at most six of them."""
    return tuple(turn for turn in turns if timedelta() <= now - turn.at <= REMEMBERED)[-TURNS_MAX:]
