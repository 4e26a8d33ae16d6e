"""Cut records in storage: beside the files of a cut, so that it can be made again unlooked at."""

from __future__ import annotations

import gzip
from functools import cache
from pathlib import PurePosixPath
from typing import Final

from pydantic import TypeAdapter, ValidationError

from core.domain.clips.made.cut_record import CutRecord

RECORD_NAME: Final = "cut.json.gz"


def record_key(object_key: str) -> str:
    """Return the key of a cut's record: clip.mp4 becomes cut.json.gz."""
    return str(PurePosixPath(object_key).with_name(RECORD_NAME))


def write_record(record: CutRecord) -> bytes:
    """Return a record as gzipped JSON: a few KB, most of it the camera's path."""
    return gzip.compress(_adapter().dump_json(record), mtime=0)


def read_record(content: bytes) -> CutRecord | None:
    """Return a stored record; None if it is broken, or of another version of the program."""
    try:
        return _adapter().validate_json(gzip.decompress(content))
    except (OSError, EOFError, ValidationError):
        return None


@cache
def _adapter() -> TypeAdapter[CutRecord]:
    return TypeAdapter(CutRecord)
