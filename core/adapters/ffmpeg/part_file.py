"""Part files: nameless until they are whole, so that a kill leaves nothing behind.

On file systems without nameless files, the part is a hidden file in the same folder instead,
removed when the same file is made again.
"""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from core.adapters.output_files import require_output_file
from core.errors import InvalidInput


@dataclass(frozen=True, slots=True, kw_only=True)
class PartFile:
    """`path` opens the file, also in a process that inherits `descriptor`."""

    path: Path
    out: Path
    descriptor: int | None

    @property
    def handed_down(self) -> tuple[int, ...]:
        """The descriptors a process must inherit to open `path`."""
        return () if self.descriptor is None else (self.descriptor,)

    def put_in_place(self) -> None:
        """Flush the file to disk, then give it its name, replacing an older one atomically."""
        with self.path.open("rb") as file:
            os.fsync(file.fileno())
        folder = os.open(self.out.parent, os.O_RDONLY)
        try:
            if self.descriptor is None:
                self.path.replace(self.out)
            else:
                name = f".{self.out.name}.{secrets.token_hex(4)}"
                # The kernel only follows the link to the nameless file if it is given a folder too.
                os.link(self.path, name, dst_dir_fd=folder, follow_symlinks=True)
                os.replace(name, self.out.name, src_dir_fd=folder, dst_dir_fd=folder)
            os.fsync(folder)
        finally:
            os.close(folder)

    def discard(self) -> None:
        """Close the file; unless it was put in place, nothing remains."""
        if self.descriptor is None:
            self.path.unlink(missing_ok=True)
        else:
            os.close(self.descriptor)


def open_part(out: Path) -> PartFile:
    """Return an empty file for `out`, to be discarded; InvalidInput if it cannot be written."""
    out = out.absolute()
    hidden = out.with_name(f".{out.name}.part{out.suffix}")
    try:
        require_output_file(out)
        out.parent.mkdir(parents=True, exist_ok=True)
        hidden.unlink(missing_ok=True)
        descriptor = _open_nameless(out.parent)
        if descriptor is None:
            hidden.touch()
    except OSError as error:
        raise InvalidInput(
            f"Nothing can be written to {out} ({error.strerror}): choose another place."
        ) from error
    path = hidden if descriptor is None else Path(f"/proc/self/fd/{descriptor}")
    return PartFile(path=path, out=out, descriptor=descriptor)


def _open_nameless(folder: Path) -> int | None:
    if not hasattr(os, "O_TMPFILE") or not Path("/proc/self/fd").is_dir():
        return None
    try:
        return os.open(folder, os.O_TMPFILE | os.O_RDWR, 0o644)
    except OSError:
        return None
