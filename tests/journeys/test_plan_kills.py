"""The plan on either engine, its process killed at one write after another."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

POINTS = 24


def _run(folder: Path, points: int, **environment: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.journeys.plan_kill_run", str(folder), str(points)],
        cwd=Path(__file__).parents[2],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )

    lines = [line for line in done.stdout.splitlines() if line.startswith("point ")]
    assert lines == [f"point {n} killed whole" for n in range(1, points + 1)], done.stderr


def test_a_process_killed_at_any_write_leaves_nothing_half_moved(tmp_path):
    _run(tmp_path, POINTS)


@pytest.mark.soak
def test_nor_does_one_whose_table_is_the_double_of_dynamodb(tmp_path, aws_endpoint):
    _run(
        tmp_path,
        POINTS,
        AWS_ENDPOINT_URL=aws_endpoint,
        AWS_ACCESS_KEY_ID="test",
        AWS_SECRET_ACCESS_KEY="test",
        AWS_REGION="eu-central-1",
    )
