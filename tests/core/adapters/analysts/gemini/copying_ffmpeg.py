"""An ffmpeg for tests in which it does not matter what a copy shows."""

from __future__ import annotations

from pathlib import Path


class CopyingFfmpeg:
    """An ffmpeg that hands on what it is given: what is in a copy is tested elsewhere."""

    def __init__(self, folder: Path) -> None:
        self._executable = folder / "ffmpeg"
        self._executable.write_text(
            '#!/bin/sh\nfor last; do if [ "$before" = -i ]; then source="$last"; fi; '
            'before="$last"; done\ncp "${source#file:}" "${last#file:}"\n'
        )
        self._executable.chmod(0o755)

    async def find_executable(self) -> Path:
        return self._executable
