"""A command, measured: its CPU with that of all it starts, and the most memory they held."""

from __future__ import annotations

import asyncio
import contextlib
import os
import resource
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

_LOOK_SECONDS = 0.2
_ROOT = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasuredRun:
    """What a command printed, its CPU seconds, and the most megabytes it held."""

    out: str
    cpu_seconds: float
    megabytes: float


async def run_measured(
    command: Sequence[str], environment: Mapping[str, str] | None = None
) -> MeasuredRun:
    """Run a command to its end, without settings of ours but those that are given."""
    kept = {name: value for name, value in os.environ.items() if "TRUSS" not in name}
    before = read_cpu_of_children()
    run = await asyncio.create_subprocess_exec(
        *command,
        cwd=_ROOT,
        env=kept | dict(environment or {}),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    told = asyncio.ensure_future(run.communicate())
    most = 0.0
    while not told.done():
        # A process may end while its memory is read.
        with contextlib.suppress(OSError, ValueError, IndexError):
            most = max(most, await asyncio.to_thread(measure_megabytes, run.pid))
        await asyncio.sleep(_LOOK_SECONDS)
    out, err = await told
    if run.returncode != 0:
        raise AssertionError(err.decode())
    spent = read_cpu_of_children() - before
    return MeasuredRun(out=out.decode(), cpu_seconds=spent, megabytes=most)


def read_cpu_of_children() -> float:
    """Return the CPU seconds, user and system, of all that was started and has ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def measure_megabytes(pid: int) -> float:
    """Return what the process and all that it has started hold in memory now, by their shares."""
    total = 0
    for one in list_family(pid):
        rollup = Path(f"/proc/{one}/smaps_rollup").read_text()
        total += int(rollup.partition("\nPss:")[2].split()[0])
    return total / 1024


def list_family(pid: int) -> list[int]:
    """Return the process and all that it has started."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid, *(one for child in children for one in list_family(int(child)))]
