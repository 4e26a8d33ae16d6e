"""Five clips of one video in one go, against five bare ffmpeg commands for the same pictures.

Run `python -m tests.bench.bench_batch [--seconds N] [--rounds N]`. The video is probed and looked
at once, as for a batch from one `analyse`; what counts is CPU time (user + system).
"""

from __future__ import annotations

import argparse
import asyncio
import json
import statistics
import sys
import tempfile
from pathlib import Path

from bot.cutter import open_cutter
from config.cutter_settings import UnsetCutterSettings
from core.domain.videos.spoken_word import Word
from core.services.clips.cut_order import CutOrder
from tests.bench.bench_clip import Bench, measure_cpu, tell

COUNT = 5
STEP_SECONDS = 15
RATIO_MAX = 1.06


async def cut_all(video: Path, said: tuple[Word, ...], seconds: int, folder: Path) -> None:
    """Cut all clips as a worker does: one look at the video, then a process for each."""
    cutter = open_cutter(UnsetCutterSettings(home=folder))
    facts = await cutter.prober.probe(video)
    cutting = cutter.make_cutting()
    for index in range(COUNT):
        start = float(index * STEP_SECONDS)
        order = CutOrder(start_seconds=start, end_seconds=start + seconds, words=said)
        out = folder / f"ours{index}.mp4"
        cut = await cutting.cut(video, facts, order, out, on_progress=lambda _: None)
        sys.stdout.write(f"{index}: {cut.reason}\n")


def read_words(file: Path) -> tuple[Word, ...]:
    return tuple(
        Word(text=word["text"], start_seconds=word["start"], end_seconds=word["end"])
        for word in json.loads(file.read_text())
    )


def write_words(bench: Bench) -> None:
    """Give every clip its captions."""
    words = [
        {"text": f"word{i}", "start": i * 0.4, "end": i * 0.4 + 0.35}
        for i in range(int((COUNT * STEP_SECONDS + bench.seconds) / 0.4))
    ]
    bench.words.write_text(json.dumps(words))


def measure_bare(bench: Bench) -> float:
    """Return the CPU seconds of the bare commands for all windows."""
    spent = 0.0
    for index in range(COUNT):
        bench.stream_start = index * STEP_SECONDS
        spent += measure_cpu(bench.bare_stack())
    return spent


def compare(bench: Bench) -> bool:
    write_words(bench)
    ours = [
        *(sys.executable, "-m", "tests.bench.bench_batch", "--cut", str(bench.stream)),
        *("--words", str(bench.words), "--seconds", str(bench.seconds)),
        *("--folder", str(bench.folder)),
    ]
    rounds = [(measure_cpu(ours), measure_bare(bench)) for _ in range(bench.rounds)]
    spent, bare = (statistics.median(side) for side in zip(*rounds, strict=True))
    return tell(f"{COUNT} clips, automatic", spent, bare, ratio=spent / bare, most=RATIO_MAX)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=int, default=20)
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--cut", type=Path, help="cut from this video, and compare nothing")
    parser.add_argument("--words", type=Path)
    parser.add_argument("--folder", type=Path)
    given = parser.parse_args()
    if given.cut:
        said = read_words(given.words)
        asyncio.run(cut_all(given.cut, said, given.seconds, given.folder))
        return 0
    with tempfile.TemporaryDirectory() as folder:
        return int(not compare(Bench(Path(folder), given.seconds, given.rounds)))


if __name__ == "__main__":
    sys.exit(main())
