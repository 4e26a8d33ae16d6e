"""Stages: what all work stands on, by the names that a failure has of it."""

from __future__ import annotations

from typing import Final

TABLE: Final = "table"
STORAGE: Final = "storage"
CIPHER: Final = "cipher"
AWS: Final = "aws"
QUEUE: Final = "queue"

BESIDE_TABLE: Final = frozenset({STORAGE, CIPHER, AWS, QUEUE})
"""Files, keys, credentials and queues, which may be away while the table is there."""
