"""ffmpeg processes: niced, watched, and never left behind."""

from __future__ import annotations

import asyncio
import os
import re
import shutil
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import cast

from core.errors import ExternalFailure

_STDERR_CHARACTERS = 16_384
_PATIENCE_SECONDS = 2.0
_STILL_OURS = '[ "$PPID" = "$0" ] && exec "$@"'
MEMORY_BYTES_MAX = 6 * 1024**3
FILE_BYTES_MAX = 4 * 1024**3


async def run_ffmpeg(
    executable: Path,
    arguments: Sequence[str],
    *,
    stage: str,
    time_limit_seconds: float,
    on_out_seconds: Callable[[float], None] | None = None,
    handed_down: tuple[int, ...] = (),
) -> str:
    """Run ffmpeg to its end and return the end of its stderr.

    `stage` names the step in errors. `on_out_seconds` gets the seconds written so far (the
    arguments need `-progress pipe:1`). `handed_down` are file descriptors that stay open in the
    process.

    Raises ExternalFailure if ffmpeg fails, exceeds `time_limit_seconds` or finds the disk full.
    However this call ends, by cancellation too, the process has ended before it returns.
    """
    prefix = await asyncio.to_thread(_polite_prefix)
    process = await asyncio.create_subprocess_exec(
        *prefix,
        str(executable),
        *arguments,
        stdin=DEVNULL,
        stdout=PIPE,
        stderr=PIPE,
        start_new_session=True,
        pass_fds=handed_down,
    )
    try:
        async with asyncio.timeout(time_limit_seconds):
            stderr, _ = await asyncio.gather(
                _read_tail(process), _read_progress(process, on_out_seconds)
            )
            status = await process.wait()
    except TimeoutError:
        raise ExternalFailure(
            f"ffmpeg was stopped after {time_limit_seconds:.0f} s of work on one file.", stage=stage
        ) from None
    finally:
        await _end(process)
    if status != 0:
        raise _explain(stderr, stage)
    return stderr


def _polite_prefix() -> tuple[str, ...]:
    """Return the command prefix that limits ffmpeg and gives chat priority, where supported.

    ffmpeg then dies with this process, and its memory and file size are limited.
    """
    # Whoever lost this process before the signal was asked for has another parent by now.
    words = {
        "setpriv": ("--pdeathsig", "KILL", "sh", "-c", _STILL_OURS, str(os.getpid())),
        "prlimit": (f"--data={MEMORY_BYTES_MAX}", f"--fsize={FILE_BYTES_MAX}", "--core=0"),
        "nice": ("-n", "10"),
    }
    found = ((shutil.which(name), rest) for name, rest in words.items())
    return tuple(word for name, rest in found if name for word in (name, *rest))


async def _read_tail(process: Process) -> str:
    stderr = cast(asyncio.StreamReader, process.stderr)
    tail = b""
    while chunk := await stderr.read(4096):
        tail = (tail + chunk)[-_STDERR_CHARACTERS:]
    return tail.decode(errors="replace")


async def _read_progress(process: Process, on_out_seconds: Callable[[float], None] | None) -> None:
    stdout = cast(asyncio.StreamReader, process.stdout)
    while line := await stdout.readline():
        seconds = parse_out_seconds(line.decode(errors="replace"))
        if seconds is not None and on_out_seconds is not None:
            on_out_seconds(seconds)


def parse_out_seconds(line: str) -> float | None:
    """Return the seconds written according to a line of `-progress`; None for other lines."""
    found = re.fullmatch(r"out_time_us=(\d{1,18})\s*", line)
    return int(found[1]) / 1_000_000 if found else None


async def _end(process: Process) -> None:
    """Terminate, then kill; a second cancellation kills at once."""
    if process.returncode is not None:
        return
    try:
        process.terminate()
        async with asyncio.timeout(_PATIENCE_SECONDS):
            await process.wait()
    except (TimeoutError, ProcessLookupError):
        pass
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


def _explain(stderr: str, stage: str) -> ExternalFailure:
    if "No space left on device" in stderr:
        return ExternalFailure("The disk is full: free some space and try again.", stage=stage)
    if "Cannot allocate memory" in stderr:
        return ExternalFailure(
            "ffmpeg needs more memory for this video than allowed: use a smaller rendition.",
            stage=stage,
        )
    lines = [line.strip() for line in stderr.splitlines() if line.strip()]
    said = re.sub(r"file:\S+", "the file", lines[-1])[:200] if lines else "it said nothing"
    return ExternalFailure(f"ffmpeg failed while working on the {stage}: {said}", stage=stage)
