"""Workers of one run import the test files in turns, so that each is compiled by one of them.

Pytest rewrites a test file when it is first imported and keeps what comes out. Workers that begin
at the same file would each rewrite all of them, in a fresh clone for half a minute apiece.
"""

from __future__ import annotations

import importlib
import os
from contextlib import suppress
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


def import_in_turns(config: pytest.Config) -> None:
    """Import all test files, each worker from a place of its own, if this is a run of them all."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "")
    if worker and _is_whole(config):
        number, count = int(worker.removeprefix("gw")), int(os.environ["PYTEST_XDIST_WORKER_COUNT"])
        for name in turn(list_modules(), number, count):
            # What cannot be imported is reported when it is collected.
            with suppress(Exception, pytest.skip.Exception):
                importlib.import_module(name)


def list_modules() -> list[str]:
    """Return the names of the modules with tests, in order."""
    files = sorted((ROOT / "tests").rglob("test_*.py"))
    return [".".join(file.relative_to(ROOT).with_suffix("").parts) for file in files]


def turn(names: list[str], number: int, count: int) -> list[str]:
    """Return all names, beginning at the share of this one of so many workers."""
    start = len(names) * number // count
    return names[start:] + names[:start]


def _is_whole(config: pytest.Config) -> bool:
    return [Path(config.invocation_params.dir, arg).resolve() for arg in config.args] == [
        ROOT / "tests"
    ]
