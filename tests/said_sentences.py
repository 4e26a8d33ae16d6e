"""Finds the sentences that refusals raise, as they would be said: a figure in each gap."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from itertools import product
from pathlib import Path

from core import errors
from core.errors import TrussError

_GAPS = ("7", "YouTube", "rejected")
_TRIED_MAX = 4
"""More gaps than this are filled alike: few sentences have as many that differ."""
_ERRORS = {
    name
    for name, value in vars(errors).items()
    if isinstance(value, type) and issubclass(value, TrussError)
}


def list_refusals(path: Path) -> Iterator[tuple[str, ...]]:
    """Yield each sentence that a file raises, in the forms that it may take.

    One that is made elsewhere, or that only hands on what somebody else said, is not among them.
    """
    text = path.read_text()
    if not any(f"{name}(" in text for name in _ERRORS):
        return
    tree = ast.parse(text)
    named = dict(_list_constants(tree))
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and node.args and _name(node.func) in _ERRORS:
            parts = _read(node.args[0], named)
            if parts is not None and any(part and part.strip(" .:()") for part in parts):
                yield tuple(_fill(parts))


def _name(node: ast.expr) -> str:
    return node.id if isinstance(node, ast.Name) else ""


def _list_constants(tree: ast.Module) -> Iterator[tuple[str, str]]:
    for node in tree.body:
        targets = [node.target] if isinstance(node, ast.AnnAssign) else getattr(node, "targets", [])
        value = getattr(node, "value", None)
        if isinstance(value, ast.Constant) and isinstance(value.value, str):
            yield from ((_name(target), value.value) for target in targets)


def _read(node: ast.expr, named: dict[str, str]) -> list[str | None] | None:
    """Return a sentence in parts, None for a gap; None for what is no sentence of the file."""
    match node:
        case ast.Constant(value=str(text)):
            return [text]
        case ast.Name(id=name) if name in named:
            return [named[name]]
        case ast.JoinedStr(values=values):
            return [_read_part(part, named) for part in values]
        case ast.BinOp(left=left, right=right):
            both = _read(left, named), _read(right, named)
            return None if None in both else [*(both[0] or []), *(both[1] or [])]
        case _:
            return None


def _read_part(part: ast.expr, named: dict[str, str]) -> str | None:
    if isinstance(part, ast.Constant):
        return str(part.value)
    if isinstance(part, ast.FormattedValue) and isinstance(part.value, ast.Name):
        return named.get(part.value.id)
    return None


def _fill(parts: list[str | None]) -> Iterator[str]:
    gaps = parts.count(None)
    ways = product(_GAPS, repeat=gaps) if gaps <= _TRIED_MAX else ((one,) * gaps for one in _GAPS)
    for way in ways:
        given = iter(way)
        yield "".join(next(given) if part is None else part for part in parts)


@cache
def list_files(root: Path, folder: str) -> tuple[Path, ...]:
    return tuple(sorted((root / folder).rglob("*.py")))
