"""The queues on SQS: whether they are there, and may be used."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from core.domain.work.finding import Finding, read_finding

CHECK: Final = "queues"


def judge_queues(sentences: Sequence[str]) -> list[Finding]:
    """Return findings for what the queues lack, and what is refused on them."""
    return [read_finding(CHECK, sentence) for sentence in sentences]
