"""Upload rules: what may be uploaded, checked the same way before every ticket."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from core.errors import InvalidInput
from core.ports.uploads import UploadedPart

SIZE_BYTES_MAX = 5 * 1024**3  # S3's limit for one request
PARTS_MAX = 10_000
PART_BYTES_MIN = 5 * 1024**2
LASTS_SECONDS_MAX = 7 * 24 * 3600  # S3's limit for a presigned URL
_CONTENT_TYPE = re.compile(r"[a-z0-9][a-z0-9.+-]{0,63}/[a-z0-9][a-z0-9.+-]{0,63}")
_ETAG = re.compile(r'"?[0-9a-f]{32,64}"?')


def check_content_type(content_type: str) -> str:
    if not _CONTENT_TYPE.fullmatch(content_type):
        raise InvalidInput(
            f"{content_type[:60]!r} is not a media type: give one such as video/mp4."
        )
    return content_type


def check_size(size_bytes: int) -> int:
    if not 0 < size_bytes <= SIZE_BYTES_MAX:
        raise InvalidInput("One upload may have 1 byte to 5 GiB: send a larger file in parts.")
    return size_bytes


def check_lasting(lasts_seconds: int) -> int:
    if not 0 < lasts_seconds <= LASTS_SECONDS_MAX:
        raise InvalidInput("A ticket may last one second to seven days.")
    return lasts_seconds


def check_part_number(number: int) -> int:
    if not 1 <= number <= PARTS_MAX:
        raise InvalidInput("The parts of an upload are numbered from 1 to 10,000.")
    return number


def check_parts(parts: Sequence[UploadedPart]) -> list[UploadedPart]:
    """Return the parts; InvalidInput unless there are some, in ascending order, with ETags."""
    numbers = [check_part_number(part.number) for part in parts]
    if not numbers or any(a >= b for a, b in itertools.pairwise(numbers)):
        raise InvalidInput("Finish an upload with its parts in ascending order.")
    if not all(_ETAG.fullmatch(part.etag) for part in parts):
        raise InvalidInput("Name each part by the ETag that was returned for it.")
    return [UploadedPart(number=part.number, etag=part.etag.strip('"')) for part in parts]
