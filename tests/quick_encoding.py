"""An ffmpeg for tests that look at what a clip shows, and not at how well it is packed.

Packing a clip takes most of the time of making one. This ffmpeg packs with x264's quickest preset
where it was asked for Truss's own, and is the real one in all else. Truss's own preset is looked at
in `tests/core/adapters/ffmpeg`.
"""

from __future__ import annotations

import shlex
from pathlib import Path

import pytest

from core.adapters.ffmpeg.supply import choose_executable

# The words go round once, so that each stands where it stood.
_SCRIPT = """#!/bin/sh
for word; do
  shift
  [ "$word" = veryfast ] && word=ultrafast
  set -- "$@" "$word"
done
exec {ffmpeg} "$@"
"""


def write_quick_ffmpeg(folder: Path) -> Path:
    """Return the path of such an ffmpeg, written into a folder."""
    path = folder / "quick-ffmpeg"
    path.write_text(_SCRIPT.format(ffmpeg=shlex.quote(str(choose_executable(None)))))
    path.chmod(0o755)
    return path


@pytest.fixture(scope="session")
def quick_ffmpeg(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The path of one for all tests of this process."""
    return str(write_quick_ffmpeg(tmp_path_factory.mktemp("quick")))
