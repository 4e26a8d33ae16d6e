"""Killed at any point, the next start goes on: no clip lost, none twice."""

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest

from tests.journeys.stem import Stem, grow_stem

ROOT = Path(__file__).parents[2]
LENGTH_MIN = 0.2


@pytest.fixture
def stem(tmp_path):
    with grow_stem("tests.journeys.rehearsal", tmp_path) as growing:
        yield growing


def _finish(stem: Stem, home: Path) -> list[dict[str, object]]:
    status, printed = stem.run(str(home))
    assert status == 0
    clips: list[dict[str, object]] = json.loads(printed.splitlines()[-1])
    return clips


def _kill_at_random(stem: Stem, home: Path, kills: int, seed: int, longest_seconds: float) -> int:
    """Start and kill `kills` runs; return how many were cut short."""
    chance = random.Random(seed)
    cut_short = 0
    for _ in range(kills):
        pid = stem.start(str(home))
        time.sleep(chance.uniform(0.0, longest_seconds))
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
        _, printed = stem.wait()
        cut_short += not printed
    return cut_short


def _listen(home: Path, first: float, last: float, *words: str) -> tuple[int, list[int]]:
    """Hear a part of a stream in a process of its own; its status, and where it found spikes."""
    run = subprocess.run(
        [sys.executable, "-m", "tests.journeys.listener", str(home), str(first), str(last), *words],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
    return run.returncode, [int(line) for line in run.stdout.split()]


def test_a_live_watcher_that_was_killed_goes_on_with_what_it_knew(tmp_path):
    """Half a minute after the second start an eruption is found: nothing has to warm up."""
    _, undisturbed = _listen(tmp_path / "undisturbed", 0, 1800, "ends")

    status, before = _listen(tmp_path / "killed", 0, 960)
    _, after = _listen(tmp_path / "killed", 972, 1800, "ends")

    assert status == -signal.SIGKILL
    assert (len(before), len(after)) == (2, 2)
    assert before + after == pytest.approx(undisturbed, abs=10)


@pytest.mark.parametrize(("kills", "seed"), [(3, 1), pytest.param(40, 2, marks=pytest.mark.soak)])
def test_a_run_that_was_killed_at_random_gives_the_same_clips(stem, tmp_path, kills, seed):
    """Ids, windows, scores and statuses are those of an undisturbed run."""
    started = time.monotonic()
    undisturbed = _finish(stem, tmp_path / "undisturbed")
    length = time.monotonic() - started

    # A machine that was busier before than it is now has finished before each kill: try sooner.
    while not _kill_at_random(stem, tmp_path / "killed", kills, seed, length):
        shutil.rmtree(tmp_path / "killed")
        length /= 2
        assert length > LENGTH_MIN, "no run could be cut short"
    resumed = _finish(stem, tmp_path / "killed")

    assert len(undisturbed) >= 3
    assert resumed == undisturbed
    leftovers = [path.name for path in (tmp_path / "killed").rglob("*.part*")]
    assert leftovers == []
    assert list((tmp_path / "killed" / "scratch").iterdir()) == []
