"""Memory that is used again while a model listens, in place of being given back in between.

For half a minute of sound a model's attention fills buffers of some 50 MB, once a layer. The C
library gives blocks of that size back to the system at once, and each page of the next one is
filled with zeros first: a quarter of an encoding's CPU.
"""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Final

# The names and numbers of glibc's malloc.h.
_TRIM_THRESHOLD: Final = -1
_MMAP_THRESHOLD: Final = -3
_KEPT_BYTES: Final = 1 << 30
# Where glibc's own adjustment ends in a process that handles large blocks; it cannot be turned on
# again.
_USUAL_BYTES: Final = 32 << 20


@contextmanager
def keep_memory() -> Iterator[None]:
    """Keep freed memory while the block runs, and give it back after; without glibc do nothing."""
    library = _find_library()
    if library is None:
        yield
        return
    _set_thresholds(library, _KEPT_BYTES)
    try:
        yield
    finally:
        _set_thresholds(library, _USUAL_BYTES)
        library.malloc_trim(0)


def _set_thresholds(library: ctypes.CDLL, size: int) -> None:
    library.mallopt(_MMAP_THRESHOLD, size)
    library.mallopt(_TRIM_THRESHOLD, size)


@cache
def _find_library() -> ctypes.CDLL | None:
    """Return the C library if it is glibc."""
    if sys.platform != "linux":
        return None
    library = ctypes.CDLL(None)
    has_both = hasattr(library, "mallopt") and hasattr(library, "malloc_trim")
    return library if has_both else None
