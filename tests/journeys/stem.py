"""Processes that are forked from one which has imported all: each starts at once.

    python -m tests.journeys.stem MODULE

reads a line of JSON for each process: the file for its output, then the words for MODULE.main. It
says the process's id, and its status when it is gone, however.
"""

from __future__ import annotations

import contextlib
import importlib
import json
import os
import subprocess
import sys
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]


class Stem:
    """Lets processes run one after the other, as `python -m MODULE words...` would."""

    def __init__(self, process: subprocess.Popen[str], output: Path) -> None:
        self._process = process
        self._output = output

    def start(self, *words: str) -> int:
        """Start a process and return its id."""
        assert self._process.stdin is not None
        self._output.write_text("")
        self._process.stdin.write(json.dumps([str(self._output), *words]) + "\n")
        self._process.stdin.flush()
        return self._read()

    def wait(self) -> tuple[int, str]:
        """Return the process's status, negative for the signal that killed it, and its output."""
        return self._read(), self._output.read_text()

    def run(self, *words: str) -> tuple[int, str]:
        self.start(*words)
        return self.wait()

    def _read(self) -> int:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        assert line, "the stem of the processes is gone"
        return int(line)


@contextlib.contextmanager
def grow_stem(module: str, folder: Path) -> Iterator[Stem]:
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.journeys.stem", module],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with process:
        try:
            assert process.stdout is not None
            assert process.stdout.readline() == "ready\n"  # what it imports is no part of a run
            yield Stem(process, folder / "output.txt")
        finally:
            process.kill()


def _serve(module: str) -> None:
    main = importlib.import_module(module).main
    print("ready", flush=True)  # noqa: T201
    for line in sys.stdin:
        output, *words = json.loads(line)
        pid = os.fork()
        if not pid:
            _become(Path(output), main, words)
        print(pid, flush=True)  # noqa: T201
        status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
        print(status, flush=True)  # noqa: T201


def _become(output: Path, main: Callable[..., None], words: list[str]) -> None:
    """Run in the fork, with an output of its own, and never return."""
    status = 1
    try:
        with output.open("w") as out, contextlib.redirect_stdout(out):
            main(*words)
        status = 0
    except BaseException:
        traceback.print_exc()
        raise
    finally:
        os._exit(status)


if __name__ == "__main__":
    _serve(sys.argv[1])
