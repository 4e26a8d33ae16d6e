"""The clock of a transport stream, read without a demuxer: does it start again within the file?

A recorder that reconnects writes on into the same file, and its clock begins anew: then one time
names several pictures, and no seek can tell which one is meant.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import BinaryIO

_PACKET = 188
_SYNC = 0x47
_CLOCK_HZ = 90_000
_WRAP = 1 << 33
_BACK_SECONDS = 0.5
_WHOLE_BYTES = 96 * 1024 * 1024
_PLACES = 192
_BLOCK_BYTES = 2048 * _PACKET


def restarts_clock(video: Path) -> bool:
    """Return whether the program's clock goes back somewhere; a large file is sampled."""
    with video.open("rb") as file:
        clocks = list(_read_clocks(file, video.stat().st_size))
    return any(
        after < before - _BACK_SECONDS * _CLOCK_HZ and before - after < _WRAP / 2
        for before, after in pairwise(clocks)
    )


def _read_clocks(file: BinaryIO, size: int) -> Iterator[int]:
    """Yield the clock of the first program throughout the file, in ticks of 90 kHz."""
    step = max(_BLOCK_BYTES, size // _PLACES) if size > _WHOLE_BYTES else _BLOCK_BYTES
    program: int | None = None
    for place in range(0, size, step):
        file.seek(place)
        for found, clock in _find_clocks(file.read(_BLOCK_BYTES)):
            program = found if program is None else program
            if found == program:
                yield clock


def _find_clocks(block: bytes) -> Iterator[tuple[int, int]]:
    """Yield the program id and the clock of each packet that carries one."""
    at = _find_packet(block)
    while 0 <= at <= len(block) - _PACKET:
        if block[at] != _SYNC:
            return
        has_clock = block[at + 3] & 0x20 and block[at + 4] >= 7 and block[at + 5] & 0x10
        if has_clock:
            program = (block[at + 1] & 0x1F) << 8 | block[at + 2]
            yield program, int.from_bytes(block[at + 6 : at + 11], "big") >> 7
        at += _PACKET


def _find_packet(block: bytes) -> int:
    """Return where the first packet begins: two more follow at their distance; -1 if nowhere."""
    at = block.find(_SYNC)
    while 0 <= at <= len(block) - 3 * _PACKET:
        if block[at + _PACKET] == _SYNC == block[at + 2 * _PACKET]:
            return at
        at = block.find(_SYNC, at + 1)
    return -1
