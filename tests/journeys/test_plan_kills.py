"""The plan on a file, its process killed at one write after another."""

import subprocess
import sys
from pathlib import Path

POINTS = 24


def test_a_process_killed_at_any_write_leaves_nothing_half_moved(tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "tests.journeys.plan_kill_run", str(tmp_path), str(POINTS)],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )

    lines = [line for line in done.stdout.splitlines() if line.startswith("point ")]
    assert lines == [f"point {n} killed whole" for n in range(1, POINTS + 1)], done.stderr
