"""Captions, measured: `trussbot clip` with and without listening, by CPU time.

Run `python -m tests.bench.bench_words [--rounds N]`. The commands take turns, and the medians are
compared; loading the models counts, which a service does once. With both models, of which the
large one only finds out the language, it was 1.25 on a busy machine (48.8 and 61.2 s, two rounds).
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from tests.bench.bench_clip import FOOTAGE, take_turns

MOST = 1.08


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args()
    video = FOOTAGE / "streamA.mp4"
    if not video.exists():
        sys.stdout.write("no footage to cut: left out\n")
        return 0
    with tempfile.TemporaryDirectory() as folder:
        out = str(Path(folder) / "clip.mp4")
        cut = [sys.executable, "-m", "bot", "clip", str(video), "--start", "35", "--end", "65"]
        plain = [*cut, "--out", out, "--json"]
        spent = take_turns({"plain": plain, "captions": [*plain, "--listen"]}, arguments.rounds)
    ratio = spent["captions"] / spent["plain"]
    sys.stdout.write(
        f"30 s clip: {spent['plain']:.1f} s of CPU, with captions {spent['captions']:.1f} s: "
        f"{ratio:.3f} (at most {MOST})\n"
    )
    return 0 if ratio <= MOST else 1


if __name__ == "__main__":
    sys.exit(main())
