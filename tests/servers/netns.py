"""Another machine: a network namespace of its own, with one cable to this one."""

from __future__ import annotations

import os
import shlex
import shutil
import stat
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pytest

IP: Final = shutil.which("ip", path="/usr/sbin:/usr/bin:/sbin:/bin")
HERE: Final = "198.18.77.1"
THERE: Final = "198.18.77.2"


@dataclass(frozen=True, kw_only=True)
class Neighbour:
    """A machine that reaches this one at `here`."""

    name: str
    here: str

    def wrap(self, executable: str, file: Path) -> str:
        """Return a program that runs the executable over there."""
        command = shlex.join([str(IP), "netns", "exec", self.name, executable])
        file.write_text(f'#!/bin/sh\nexec {command} "$@"\n')
        file.chmod(file.stat().st_mode | stat.S_IXUSR)
        return str(file)


@contextmanager
def open_neighbour() -> Iterator[Neighbour]:
    """Set up another machine; the test is skipped where this one does not allow it."""
    name, cable = f"truss{os.getpid()}", f"tr{os.getpid()}"
    commands = (
        f"link add {cable}a type veth peer name {cable}b netns {name}",
        f"addr add {HERE}/30 dev {cable}a",
        f"link set {cable}a up",
        f"-n {name} addr add {THERE}/30 dev {cable}b",
        f"-n {name} link set {cable}b up",
        f"-n {name} link set lo up",
    )
    if IP is None or not _run(f"netns add {name}"):
        pytest.skip("this machine lets nobody make a network namespace")
    try:
        if not all(_run(command) for command in commands):
            pytest.skip("this machine lets nobody lay a cable to a network namespace")
        yield Neighbour(name=name, here=HERE)
    finally:
        # The cable goes with the other machine too, but nobody knows when.
        _run(f"link del {cable}a")
        _run(f"netns del {name}")


def _run(command: str) -> bool:
    done = subprocess.run([str(IP), *command.split()], capture_output=True, check=False)
    return done.returncode == 0
