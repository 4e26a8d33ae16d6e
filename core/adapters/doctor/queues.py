"""The queues on SQS: whether they are there, and may be used."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from core.domain.work.finding import Finding, read_finding

CHECK: Final = "queues"
PLAIN: Final = (
    "The queues lack something, or refuse it; whoever runs Truss reads what in `trussbot doctor`."
)


def judge_queues(sentences: Sequence[str]) -> list[Finding]:
    """Return findings for what the queues lack or refuse; they may name roles and accounts."""
    return [replace(read_finding(CHECK, sentence), plain=PLAIN) for sentence in sentences]
