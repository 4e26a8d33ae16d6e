"""How far the virality scores of real moments lie apart, as a histogram.

Run it as `python -m tests.bench.bench_score_spread FOLDER`, with `<set>/<stream>/chat.csv` in the
folder. There is no video, so that only chat's parts tell moments apart.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from statistics import quantiles
from typing import TextIO

from core.adapters.chat_logs.reader import RecordedChatReader
from core.domain.chat.chat_message import ChatMessage, ChatNotice
from core.domain.chat.chat_spike import ChatSpike
from core.domain.chat.spike_detector import ChatSpikeDetector
from core.domain.clips.virality import score_moment
from core.domain.signals.signals import Signals

_BIN = 5


def find_moments(events: Iterable[ChatMessage | ChatNotice]) -> Iterator[ChatSpike]:
    """Yield each spike with the evidence of its strongest second."""
    detector = ChatSpikeDetector()
    for event in events:
        detector.hear(event)
        if ripe := detector.take_ripe():
            yield ripe
    if ripe := detector.finish():
        yield ripe


def score_spike(spike: ChatSpike) -> int:
    """Return the score that a moment gets by its chat alone."""
    start, end = spike.start_seconds, spike.end_seconds
    silent = Signals(start_seconds=start, end_seconds=end, loudness_db=(), cuts_at_seconds=())
    return score_moment(spike, silent, start_seconds=start, end_seconds=end).value


def print_histogram(name: str, scores: Sequence[int], out: TextIO) -> None:
    """Print how many scores lie in each five points, and the quartiles."""
    if len(scores) < 2:
        return
    low, middle, high = quantiles(scores, n=4)
    out.write(
        f"{name}: {len(scores)} moments, {min(scores)} to {max(scores)}, quartiles "
        f"{low:.0f} {middle:.0f} {high:.0f}\n"
    )
    bins = Counter(score // _BIN * _BIN for score in scores)
    most = max(bins.values())
    for start in range(min(bins), max(bins) + 1, _BIN):
        bar = "#" * round(40 * bins[start] / most)
        out.write(f"  {start:>3} to {start + _BIN - 1:>3} {bins[start]:>5} {bar}\n")


def main(folder: Path, out: TextIO = sys.stdout) -> None:
    for group in sorted(path for path in folder.iterdir() if path.is_dir()):
        scores = [
            score_spike(spike)
            for file in sorted(group.glob("*/chat.csv"))
            for spike in find_moments(RecordedChatReader().open_log(file))
        ]
        print_histogram(group.name, scores, out)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
