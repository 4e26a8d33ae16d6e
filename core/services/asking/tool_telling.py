"""Tool telling: a result as a model gets it; words of strangers are fenced as data."""

from __future__ import annotations

from typing import Any

from core.domain.asking.figures import KnownFigures
from core.domain.asking.tool_result import Row, ToolResult


def tell_result(result: ToolResult, fence: str) -> dict[str, Any]:
    """Return a result as the model's service takes it."""
    if result.problem:
        return {"problem": result.problem}
    told: dict[str, Any] = {**result.facts, "rows": [_tell(row, fence) for row in result.rows]}
    if result.has_more:
        told["has_more"] = True
    if result.note:
        told["note"] = result.note
    return told


def fence_text(text: str, fence: str) -> str:
    """Return a stranger's words between marks that nobody could have guessed."""
    # A mark of their own would end the fence early.
    plain = text.replace("<", "\u2039").replace(">", "\u203a")
    return f"<untrusted {fence}>{plain}</untrusted {fence}>"


def take_result(known: KnownFigures, result: ToolResult) -> None:
    """Take in a result, with its pages."""
    known.take(result)
    known.urls.update(link.path for link in result.links)


def _tell(row: Row, fence: str) -> dict[str, Any]:
    told: dict[str, Any] = {name: value for name, value in row.facts.items() if value is not None}
    for name, text in row.said.items():
        told[f"untrusted_{name}"] = fence_text(text, fence)
    if row.link:
        told["page"] = row.link.path
    return told
