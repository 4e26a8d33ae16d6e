"""Finds what our code can say, in its source: each sentence as a pattern with open gaps."""

from __future__ import annotations

import ast
import importlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Any

from cogs.texts.sentences import find_sentence
from core.errors import TrussError

ROOT = Path(__file__).parents[3]
_GAP = re.compile(r"\{\w+(?::[^}]*)?\}")
_OWN_LETTERS_MIN = 4
_SAMPLES = ("7", "1:43", "YouTube", "<@42>")
_GIVEN = ("7", "YouTube", "rejected")
_TRIED_MAX = 4
"""More gaps than this are filled alike: few sentences have as many that differ."""


@dataclass(frozen=True)
class Said:
    """A sentence in our source: where it stands, its words with `{}` for each gap."""

    where: str
    words: str

    @property
    def file(self) -> str:
        return f"{self.where.partition(':')[0]}.py"

    def list_forms(self) -> Iterator[str]:
        """Yield the sentence as it may be said: something in each gap."""
        pieces = self.words.split("{}")
        gaps = len(pieces) - 1
        alike = ((one,) * gaps for one in _GIVEN)
        for given in product(_GIVEN, repeat=gaps) if gaps <= _TRIED_MAX else alike:
            yield pieces[0] + "".join(map("".join, zip(given, pieces[1:], strict=True)))

    def is_in(self, english: frozenset[str], code: str) -> bool:
        """Say whether a catalogue has it, its gaps wider or narrower than ours."""
        if self.words in english:
            return True
        if any(find_sentence(self.words.replace("{}", what), code) for what in _SAMPLES):
            return True
        own = ".*".join(re.escape(piece) for piece in self.words.split("{}"))
        pattern = re.compile(own, re.DOTALL)
        return any(pattern.fullmatch(sentence) for sentence in english)


def list_english(catalogue: Any) -> frozenset[str]:
    """Return the sentences of a catalogue with a sign of its own for each gap."""
    return frozenset(_GAP.sub("{}", sentence) for sentence in catalogue)


def list_raised(*paths: str) -> Iterator[Said]:
    """Return the sentences of all refusals that are raised in files or folders."""
    for source in _read(paths):
        for node in ast.walk(source.tree):
            if isinstance(node, ast.Call) and source.is_refusal(node.func) and node.args:
                yield from source.read(node.args[0])


def list_given(*paths: str, to: frozenset[str], at: int = 0) -> Iterator[Said]:
    """Return what is given to functions of these names, as their argument number `at`."""
    for source in _read(paths):
        for node in ast.walk(source.tree):
            name = ast.unparse(node.func).split(".")[-1] if isinstance(node, ast.Call) else ""
            if isinstance(node, ast.Call) and name in to and len(node.args) > at:
                yield from source.read(node.args[at])


def list_named(*paths: str, keyword: str) -> Iterator[Said]:
    """Return what is given by a keyword, as in `reason="..."`."""
    for source in _read(paths):
        for node in ast.walk(source.tree):
            if isinstance(node, ast.keyword) and node.arg == keyword:
                yield from source.read(node.value)


@dataclass(frozen=True)
class _Source:
    name: str
    tree: ast.Module
    module: Any

    def is_refusal(self, function: ast.expr) -> bool:
        kind = getattr(self.module, function.id, None) if isinstance(function, ast.Name) else None
        return isinstance(kind, type) and issubclass(kind, TrussError)

    def read(self, node: ast.expr) -> Iterator[Said]:
        """Return the sentences that an expression can be; none where only running tells."""
        for words in self._read(node):
            if len(re.sub(r"\W|\{\}", "", words)) >= _OWN_LETTERS_MIN:
                yield Said(f"{self.name}:{node.lineno}", words)

    def _read(self, node: ast.expr) -> Iterator[str]:
        match node:
            case ast.Constant(value=str() as words):
                yield words
            case ast.JoinedStr(values=values):
                yield "".join(self._read_piece(piece) for piece in values)
            case ast.IfExp(body=body, orelse=orelse):
                yield from self._read(body)
                yield from self._read(orelse)
            case ast.BinOp(left=left, op=ast.Add(), right=right):
                yield from map("".join, product([*self._read(left)], [*self._read(right)]))
            case ast.Name(id=name):
                known = getattr(self.module, name, None)
                if isinstance(known, str):
                    yield known

    def _read_piece(self, piece: ast.expr) -> str:
        if isinstance(piece, ast.Constant):
            return str(piece.value)
        inner = piece.value if isinstance(piece, ast.FormattedValue) else piece
        known = getattr(self.module, inner.id, None) if isinstance(inner, ast.Name) else None
        return known if isinstance(known, str) else "{}"


def _read(paths: tuple[str, ...]) -> Iterator[_Source]:
    for path in paths:
        whole = ROOT / path
        for file in [whole] if whole.suffix == ".py" else sorted(whole.rglob("*.py")):
            name = file.relative_to(ROOT).with_suffix("").as_posix()
            module = importlib.import_module(name.removesuffix("/__init__").replace("/", "."))
            yield _Source(name, ast.parse(file.read_text()), module)
