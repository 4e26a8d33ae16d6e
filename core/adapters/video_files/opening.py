"""Opening: a local video file, with PyAV, in real containers and nothing remote."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from av.container import InputContainer

INPUT_FORMATS = "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,mpegts,flv,avi,mpeg,ogg,asf"
PIXELS_MAX = 36_000_000
_OPTIONS = {
    "protocol_whitelist": "file",
    "format_whitelist": INPUT_FORMATS,
    "max_pixels": str(PIXELS_MAX),
}
_OPEN_SECONDS = 10.0


@contextmanager
def open_video(path: Path) -> Iterator[InputContainer]:
    """Open a file for reading; av.FFmpegError if it is not a video container."""
    import av  # noqa: PLC0415 - half a second to import, and most commands need no video

    with av.open(
        f"file:{path.absolute()}",
        options=_OPTIONS,
        timeout=(_OPEN_SECONDS, _OPEN_SECONDS),
    ) as container:
        yield container
