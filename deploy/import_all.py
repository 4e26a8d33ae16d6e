"""Imports all of Truss, and whatever it imports only when it is needed: python import_all.py.

For an environment from which `trim.sh` has taken something: status 1 names what it took too much.
"""

import ast
import importlib
import pkgutil
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

PACKAGES = ("bot", "cogs", "config", "core")
UNASKED = {"faster_whisper"}
"""What comes with an extra alone; it is imported where it is there."""


def list_modules() -> Iterator[str]:
    for name in PACKAGES:
        package = importlib.import_module(name)
        yield name
        for found in pkgutil.walk_packages(package.__path__, f"{name}."):
            if not found.name.endswith("__main__"):
                yield found.name


def list_late(file: Path) -> Iterator[str]:
    """Return what a module's functions import."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        for inner in ast.walk(node):
            if isinstance(inner, ast.Import):
                yield from (alias.name for alias in inner.names)
            elif isinstance(inner, ast.ImportFrom) and inner.module:
                yield inner.module
                yield from (f"{inner.module}:{alias.name}" for alias in inner.names)


def import_name(name: str) -> None:
    module, _, attribute = name.partition(":")
    top = module.partition(".")[0]
    if top in UNASKED and find_spec(top) is None:
        return
    found = importlib.import_module(module)
    if attribute and not hasattr(found, attribute):
        importlib.import_module(f"{module}.{attribute}")


def main() -> int:
    failed: dict[str, str] = {}
    for name in list_modules():
        try:
            file = importlib.import_module(name).__file__
            for late in list_late(Path(file or "")):
                import_name(late)
        except Exception as error:  # noqa: BLE001 - all of them are told
            failed[name] = repr(error)
    for name, reason in failed.items():
        sys.stderr.write(f"{name}: {reason}\n")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
