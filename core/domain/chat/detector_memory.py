"""Detector memory: enough about a stream's chat to resume detection after a restart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from core.domain.chat.alert_budget import PEAKS_KEPT
from core.domain.chat.baseline import Bucket
from core.domain.chat.chat_spike import ChatSpike

NEVER: Final = -1_000_000
_BUCKETS_MOST: Final = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class DetectorMemory:
    """What a detector must remember; at most a few kilobytes.

    `heard_seconds` is the stream's time without outages, `offset_seconds` the matching offset into
    the stream. `buckets` are the baseline's sums, `open_bucket` those of the one that is not full
    yet, `peaks` the maxima of past episodes. In heard time, the last spike was found at `fired_at`,
    and nothing counts as a reaction before `quiet_until`. `fired` spikes have come of those that
    were `earned` (`earned_quiet` for a chat of its size), and `people` wrote in the quarter of an
    hour before. `unstored` are spikes that were found while the first lines were still gathered:
    whoever continues has to store them.
    """

    heard_seconds: int = 0
    offset_seconds: float = 0.0
    started_at: int = 0
    fired_at: int = NEVER
    quiet_until: int = NEVER
    buckets: tuple[Bucket, ...] = ()
    open_bucket: Bucket | None = None
    peaks: tuple[float, ...] = ()
    fired: int = 0
    earned: float = 0.0
    earned_quiet: float = 0.0
    people: int = 0
    unstored: tuple[ChatSpike, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain values, without `unstored`."""
        return {
            "heard_seconds": self.heard_seconds,
            "offset_seconds": round(self.offset_seconds, 3),
            "started_at": self.started_at,
            "fired_at": self.fired_at,
            "quiet_until": self.quiet_until,
            "buckets": [list(bucket) for bucket in self.buckets],
            "open_bucket": self.open_bucket and list(self.open_bucket),
            "peaks": [round(peak, 3) for peak in self.peaks],
            "fired": self.fired,
            "earned": round(self.earned, 4),
            "earned_quiet": round(self.earned_quiet, 4),
            "people": self.people,
        }

    @classmethod
    def from_dict(cls, stored: Mapping[str, Any]) -> DetectorMemory:
        """Parse what `to_dict` gave; KeyError, TypeError or ValueError for anything else."""
        return cls(
            heard_seconds=int(stored["heard_seconds"]),
            offset_seconds=float(stored["offset_seconds"]),
            started_at=int(stored["started_at"]),
            fired_at=int(stored["fired_at"]),
            quiet_until=int(stored["quiet_until"]),
            buckets=tuple(_read_bucket(one) for one in stored["buckets"][-_BUCKETS_MOST:]),
            # An earlier version left this one out, together with its time.
            open_bucket=_read_bucket(bucket) if (bucket := stored.get("open_bucket")) else None,
            peaks=tuple(map(float, stored["peaks"][-PEAKS_KEPT:])),
            # What an earlier version stored knows none of these: its budget starts anew.
            fired=int(stored.get("fired", 0)),
            earned=float(stored.get("earned", 0.0)),
            earned_quiet=float(stored.get("earned_quiet", 0.0)),
            people=int(stored.get("people", 0)),
        )


def _read_bucket(stored: Sequence[Any]) -> Bucket:
    """Return a bucket; an earlier version counted one thing more in it, at its end."""
    return Bucket(*map(int, stored[: len(Bucket._fields)]))
