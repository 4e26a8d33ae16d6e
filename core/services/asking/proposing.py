"""Proposing: the buttons that a model may offer, made of what its tools showed."""

from __future__ import annotations

from typing import Any, Final

from core.domain.asking.answer import Deed, Proposal
from core.domain.asking.tool_result import Row, ToolResult
from core.domain.asking.tool_spec import Parameter, ToolCall, ToolSpec, read_arguments
from core.domain.publishing.posting_slot import read_local_time, read_slots
from core.errors import InvalidInput, TrussError
from core.services.asking.tools.local_clock import LocalClock

PROPOSALS_MAX: Final = 3
SENSITIVITY: Final = "sensitivity"
SLOTS: Final = "slots"
POST: Final = "post"
PROPOSE: Final = ToolSpec(
    name="propose",
    about="Offer a button: publish a clip, move a publication or a post, or set a setting",
    parameters=(
        Parameter(
            name="deed",
            about="what the button does",
            is_required=True,
            choices=tuple(deed.value for deed in Deed),
        ),
        Parameter(
            name="id",
            about="the clip_id, publication_id or post_id of a result; else sensitivity or slots",
            is_required=True,
        ),
        Parameter(name="at", about="when, as in 2026-11-27 18:00; else at once"),
        Parameter(name="value", about="what to set"),
    ),
)


class Proposing:
    """Keeps the proposals of one answer; only what a tool showed can be proposed."""

    def __init__(self, clock: LocalClock) -> None:
        self._clock = clock
        self._rows: dict[str, tuple[str, Row]] = {}
        self.proposals: tuple[Proposal, ...] = ()

    def take(self, result: ToolResult) -> None:
        """Take in what a tool showed."""
        for row in result.rows:
            for name in ("clip_id", "publication_id", "post_id"):
                if value := row.facts.get(name):
                    self._rows[str(value)] = (name, row)
            if row.facts.get("what") == POST and row.facts.get("id"):
                self._rows[str(row.facts["id"])] = ("post_id", row)

    def propose(self, call: ToolCall) -> ToolResult:
        """Keep a proposal; what is wrong with it is told in the result."""
        try:
            made = self._make(read_arguments(PROPOSE, call.arguments))
        except TrussError as error:
            return ToolResult(problem=str(error))
        if len(self.proposals) >= PROPOSALS_MAX:
            return ToolResult(problem=f"An answer has at most {PROPOSALS_MAX} buttons.")
        self.proposals = tuple(dict.fromkeys((*self.proposals, made)))
        return ToolResult(facts={"offered": True})

    def _make(self, given: dict[str, Any]) -> Proposal:
        deed, subject = Deed(given["deed"]), given["id"]
        if deed is Deed.SET:
            return _make_setting(subject, str(given.get("value", "")))
        kind, row = self._rows.get(subject, ("", Row()))
        at = read_local_time(given["at"], self._clock.zone) if given.get("at") else None
        wanted = {"clip_id"} if deed is Deed.PUBLISH else {"publication_id", "post_id"}
        if kind not in wanted:
            raise InvalidInput("Only what a tool has shown can be proposed, by its id.")
        if deed is Deed.MOVE and at is None:
            raise InvalidInput("To move something, say when.")
        return Proposal(
            deed=deed,
            subject_id=subject,
            name=name_deed(deed, row.said.get("title", ""), self._clock.show(at)),
            at=at,
            value=POST if kind == "post_id" else "",
        )


def name_deed(deed: Deed, title: str, at: str | None) -> str:
    """Return what a button says; it names what it does, whoever proposed it."""
    cut = title if len(title) <= 40 else title[:39].rstrip() + "…"
    what = f"\u201c{cut}\u201d" if cut else "it"
    if deed is Deed.MOVE:
        return f"Move {what} to {at}"
    return f"Publish {what} at {at}" if at else f"Publish {what} now"


def _make_setting(name: str, value: str) -> Proposal:
    if name == SENSITIVITY and value.isascii() and value.isdigit() and int(value) <= 60:
        return Proposal(
            deed=Deed.SET, subject_id=name, value=value, name=f"Set sensitivity to {value} an hour"
        )
    if name == SLOTS:
        read_slots(value)
        return Proposal(
            deed=Deed.SET, subject_id=name, value=value, name=f"Set slots: {value}"[:80]
        )
    raise InvalidInput("Only sensitivity (0 to 60) and slots (Mon 18:00, Fri 20:30) can be set.")
