"""Leaving: the end of a process, without whatever it would still wait for or take apart."""

from __future__ import annotations

import logging
import os
import sys
from contextlib import suppress
from typing import NoReturn


def leave(status: int) -> NoReturn:
    """End the process without waiting for threads or for Python to take itself apart.

    All that must be kept has been closed by then. A call to AWS may wait for 20 s, and on a loaded
    machine taking everything apart takes longer than closing it.
    """
    for stream in (sys.stdout, sys.stderr):
        # What a shell has closed is None, though types say otherwise.
        with suppress(OSError, ValueError, AttributeError):
            stream.flush()
    logging.shutdown()
    os._exit(status)
