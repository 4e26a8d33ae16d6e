"""File signatures: the first bytes of a file, to refuse what is plainly not a video early on.

What passes is only trusted once it has been probed.
"""

from __future__ import annotations

import re

from core.errors import InvalidInput

START_BYTES = 4096
_BOXES = frozenset({b"ftyp", b"moov", b"mdat", b"wide", b"free", b"skip", b"pnot", b"styp"})
_MAGIC = (
    b"\x1a\x45\xdf\xa3",  # Matroska, WebM
    b"FLV",
    b"OggS",
    b"\x00\x00\x01\xba",  # MPEG program stream
    b"\x00\x00\x01\xb3",  # MPEG video
    b"\x30\x26\xb2\x75\x8e\x66\xcf\x11",  # ASF, WMV
    b"\x06\x0e\x2b\x34",  # MXF
)
_MARKUP = re.compile(rb"\s*(?:\xef\xbb\xbf)?\s*<(?:!doctype|html|\?xml|head|body|script)", re.I)
A_PAGE = (
    "That address is a web page and not a video file; open the page and copy the address of the "
    "file itself."
)
NO_VIDEO = (
    "That is not a readable video; choose a file such as MP4, MOV, MKV, WebM, FLV, AVI or TS."
)


def require_video_start(start: bytes) -> None:
    """Raise InvalidInput unless a file that begins like this may be a video."""
    if _MARKUP.match(start):
        raise InvalidInput(A_PAGE)
    if not (_is_boxed(start) or start.startswith(_MAGIC) or _is_avi(start) or _is_ts(start)):
        raise InvalidInput(NO_VIDEO)


def _is_boxed(start: bytes) -> bool:
    return start[4:8] in _BOXES


def _is_avi(start: bytes) -> bool:
    return start[:4] == b"RIFF" and start[8:12] == b"AVI "


def _is_ts(start: bytes) -> bool:
    """Return whether 188-byte packets begin here, each with four more bytes before it in M2TS."""
    return any(
        start[first : first + 1] == b"\x47" and start[first + step : first + step + 1] == b"\x47"
        for first, step in ((0, 188), (4, 192))
    )
