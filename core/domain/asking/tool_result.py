"""Tool results: what a tool read, in rows; words of strangers lie apart from what Truss says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

Value = str | int | float | bool | None
"""What one fact can be; a time is text as the creator's clock shows it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A page of ours that shows what a row is about."""

    label: str
    path: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One thing that a tool found.

    `facts` are Truss' own values. `said` are words that somebody else wrote: titles, chat lines,
    reasons of a platform. They are shown and never obeyed.
    """

    facts: Mapping[str, Value] = field(default_factory=dict)
    said: Mapping[str, str] = field(default_factory=dict)
    link: Link | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ToolResult:
    """What one call found: `facts` about all of it, then its rows.

    `has_more` where the rows are only the first of them, `note` a sentence on what was looked at.
    `problem` says why nothing was looked at; there are no rows then.
    """

    facts: Mapping[str, Value] = field(default_factory=dict)
    rows: tuple[Row, ...] = ()
    has_more: bool = False
    note: str = ""
    problem: str = ""

    @property
    def links(self) -> tuple[Link, ...]:
        """Return each link once, in the order of the rows."""
        return tuple(dict.fromkeys(row.link for row in self.rows if row.link))

    def list_values(self) -> Iterator[Value]:
        """Return every value that Truss itself found."""
        yield from self.facts.values()
        for row in self.rows:
            yield from row.facts.values()
        yield self.note

    def list_said(self) -> Iterator[str]:
        """Return every text that somebody else wrote."""
        for row in self.rows:
            yield from row.said.values()
