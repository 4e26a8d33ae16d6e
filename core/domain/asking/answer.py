"""Answers: what was said, on what it rests, and what the person may press next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from core.domain.asking.tool_result import Link


class Deed(StrEnum):
    """What a proposal would do, once a person presses it."""

    PUBLISH = "publish"
    MOVE = "move"
    SET = "set"


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A button under an answer: an ordinary command with its options.

    `subject_id` is the clip to publish or the publication to move, or the name of the setting;
    `at` is when, None for at once, and `value` is what is set. `name` is what people read.
    """

    deed: Deed
    subject_id: str
    name: str
    at: datetime | None = None
    value: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """An answer to one question.

    `basis` says what it rests on: the report it is, or the model that wrote it. `called` are the
    tools in their order, `taken_out` counts figures that no tool gave. What a report says is in
    English; each face shows it in `language`, as far as it has that. A model has followed it.
    """

    text: str
    basis: str
    called: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()
    proposals: tuple[Proposal, ...] = ()
    taken_out: int = 0
    cost_micro_dollars: int = 0
    language: str = "en"
