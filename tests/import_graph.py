"""The import arrows between files and folders of the product, read from the source.

`python -m tests.import_graph` counts them for each layer that has wings, and names a circle.
"""

from __future__ import annotations

import ast
import graphlib
import re
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

ROOT = Path(__file__).parent.parent
_FROM = re.compile(r"^ *from ([a-z_.0-9]+) import (\([^)]*\)|[^\n]*)", re.MULTILINE)
_NAME = re.compile(r"\w+")
TOPS = ("bot", "cogs", "config", "core")
LAYERS = ("core/services", "core/domain")
FOLDERS = (
    *LAYERS,
    "core/adapters",
    "core/app",
    "core/ports",
    "bot",
    "bot/web",
    "cogs",
    "cogs/discord",
)
"""Folders whose parts stand on each other in one direction."""


def list_arrows(layer: str, root: Path = ROOT) -> set[tuple[str, str]]:
    """Return (file that imports, file that is imported) for the files of a layer, by path."""
    return {
        (source, target)
        for path in sorted((root / layer).rglob("*.py"))
        for source in [path.relative_to(root / layer).with_suffix("").as_posix()]
        for target in _list_targets(path, layer, root)
        if target != source
    }


def list_top_arrows(root: Path = ROOT) -> set[tuple[str, str]]:
    """Return (top that imports, top that is imported), for types alone too."""
    return {
        (top, module.partition(".")[0])
        for top in TOPS
        for path in sorted((root / top).rglob("*.py"))
        for module, _ in _FROM.findall(path.read_text())
        if module.partition(".")[0] in {*TOPS} - {top}
    }


def list_folder_arrows(arrows: set[tuple[str, str]]) -> set[tuple[str, str]]:
    """Return the arrows from one folder to another."""
    folders = {(_folder(source), _folder(target)) for source, target in arrows}
    return {(source, target) for source, target in folders if source != target}


def list_upward(arrows: set[tuple[str, str]], order: list[str]) -> list[tuple[str, str]]:
    """Return the folder arrows that run against `order`, whose last folder imports no other."""
    rank = {name: place for place, name in enumerate(order)}
    return sorted(
        (source, target)
        for source, target in list_folder_arrows(arrows)
        if rank[source] > rank[target]
    )


def find_circle(root: Path = ROOT) -> tuple[str, ...]:
    """Return modules of the product that import each other in a circle, also for types alone."""
    modules = {
        ".".join(path.relative_to(root).with_suffix("").parts).removesuffix(".__init__"): path
        for top in TOPS
        for path in sorted((root / top).rglob("*.py"))
    }
    below = {name: _list_imported(path, modules) - {name} for name, path in modules.items()}
    try:
        graphlib.TopologicalSorter(below).prepare()
    except graphlib.CycleError as error:
        return tuple(error.args[1])
    return ()


def _list_imported(path: Path, modules: Mapping[str, Path]) -> set[str]:
    """Return the modules that a file imports: of `from a import b`, b where that is one."""
    found: set[str] = set()
    for module, names in _FROM.findall(path.read_text()):
        inner = [f"{module}.{name}" for name in _NAME.findall(names)]
        found |= {name if name in modules else module for name in inner}
    return found & modules.keys()


def _folder(name: str) -> str:
    return name.partition("/")[0]


def _list_targets(path: Path, layer: str, root: Path) -> Iterator[str]:
    prefix = layer.replace("/", ".") + "."
    for node in ast.walk(ast.parse(path.read_text())):
        if not isinstance(node, ast.ImportFrom) or not node.module:
            continue
        for name in (node.module, *(f"{node.module}.{alias.name}" for alias in node.names)):
            target = name.removeprefix(prefix).replace(".", "/")
            if name.startswith(prefix) and (root / layer / f"{target}.py").exists():
                yield target


def main() -> None:
    root = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT
    print("circle:", " -> ".join(find_circle(root)) or "none")
    for layer in LAYERS:
        arrows = list_arrows(layer, root)
        folders = list_folder_arrows(arrows)
        print(f"{layer}: {len(arrows)} arrows between files, {len(folders)} between folders")
        for source, target in sorted(folders):
            if "/" in next(iter(arrows))[0]:
                print(f"  {source} -> {target}")


if __name__ == "__main__":
    main()
