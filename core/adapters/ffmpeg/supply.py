"""Which ffmpeg to use: the one set, else a capable one on PATH, else the packaged one."""

from __future__ import annotations

import asyncio
import shutil
import subprocess
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from core.errors import InvalidInput

NEEDED_ENCODERS = ("libx264", "aac")
NEEDED_FILTERS = ("ass", "ebur128", "alimiter", "vstack", "gblur", "eq", "tpad", "sendcmd", "yadif")
_CHECK_SECONDS = 20.0
_LISTS_KEPT = 16


class FfmpegSupply:
    """Finds the ffmpeg to use, once."""

    def __init__(self, setting: str | None = None) -> None:
        """`setting` is a path or a name on PATH that takes precedence, or empty."""
        self._setting = setting
        self._lock = asyncio.Lock()
        self._found: Path | None = None

    async def find_executable(self) -> Path:
        """Return the executable; InvalidInput names what the one in the settings lacks."""
        async with self._lock:
            if self._found is None:
                self._found = await asyncio.to_thread(choose_executable, self._setting)
            return self._found

    async def list_missing_filters(self, names: Sequence[str]) -> tuple[str, ...]:
        """Return which of these filters the executable lacks; not all videos need them."""
        executable = await self.find_executable()
        present = await asyncio.to_thread(_list_names, str(executable), "-filters")
        return tuple(_without(names, present))


def choose_executable(setting: str | None) -> Path:
    """Return the first executable that passes the check; each is started twice, once a process.

    The packaged one is what was installed with Truss, in a version that is known to do all.
    """
    if setting:
        return _require(shutil.which(setting), setting)
    on_path = shutil.which("ffmpeg")
    if on_path and not list_missing(on_path):
        return Path(on_path)
    packaged = _packaged()
    if packaged and _is_our_own(packaged):
        return Path(packaged)
    return _require(packaged, "the packaged ffmpeg")


def list_missing(executable: str) -> tuple[str, ...]:
    """Return what we need and this ffmpeg lacks, in words."""
    encoders = _list_names(executable, "-encoders")
    filters = _list_names(executable, "-filters")
    return (
        *(f"encoder {name}" for name in _without(NEEDED_ENCODERS, encoders)),
        *(f"filter {name}" for name in _without(NEEDED_FILTERS, filters)),
    )


def _require(executable: str | None, asked: str) -> Path:
    if executable is None:
        raise InvalidInput(
            f"No ffmpeg was found at {asked}: correct TRUSS_FFMPEG, or leave it empty."
        )
    if missing := list_missing(executable):
        raise InvalidInput(
            f"The ffmpeg at {executable} lacks {', '.join(missing)}: install a full build of "
            "ffmpeg and set TRUSS_FFMPEG to it, or leave that empty."
        )
    return Path(executable)


def _packaged() -> str | None:
    import imageio_ffmpeg  # noqa: PLC0415 - only needed where no other ffmpeg will do

    try:
        return str(imageio_ffmpeg.get_ffmpeg_exe())
    except RuntimeError:
        return None


def _is_our_own(executable: str) -> bool:
    """Return whether this is the file of the package, and not one that its settings name."""
    import imageio_ffmpeg  # noqa: PLC0415 - as above

    return Path(executable).is_relative_to(Path(imageio_ffmpeg.__file__).parent)


def _without(needed: Sequence[str], present: frozenset[str]) -> list[str]:
    return [name for name in needed if name not in present]


def _list_names(executable: str, what: str) -> frozenset[str]:
    """Return the second column of ffmpeg's lists; nothing if it is not ffmpeg."""
    try:
        return _read_names(executable, what)
    except (OSError, subprocess.TimeoutExpired):
        return frozenset()


@lru_cache(maxsize=_LISTS_KEPT)
def _read_names(executable: str, what: str) -> frozenset[str]:
    """Return the second column of a list, which stays the same while the process lives."""
    answer = subprocess.run(  # noqa: S603 - the path is the operator's own
        [executable, "-hide_banner", "-v", "error", what],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=_CHECK_SECONDS,
        check=False,
    )
    rows = (line.split() for line in answer.stdout.decode(errors="replace").splitlines())
    return frozenset(columns[1] for columns in rows if len(columns) > 1)
