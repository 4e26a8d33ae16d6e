"""An analysis that is killed at every stage goes on: nothing lost, nothing twice, paid for once."""

import json
import signal
from collections import Counter

import pytest

from tests.journeys.stem import grow_stem

# Each run of the chain takes up what the one before has left, and is killed a little later.
POINTS = [
    ("prober", "probe", "before"),
    ("signals", "read_signals", "after"),
    ("windows", "put_window", "before"),  # the first window was answered, and nothing kept
    ("windows", "put_window", "after"),  # it is kept
    ("spends", "book", "after"),  # the second was answered and paid for, and is not kept
    ("transcripts", "put_words", "before"),  # moments and chapters are known
    ("analyses", "put_analysis", "after"),
    ("clips", "add_clip", "after"),  # one draft is there
    ("clips", "save_clip", "after"),  # clips are being made
]
MORE_POINTS = [
    ("signals", "read_signals", "before"),
    *POINTS[:5],
    ("windows", "put_window", "after"),  # the second is kept
    ("windows", "put_window", "after"),  # and the third
    POINTS[5],
    ("analyses", "put_analysis", "before"),
    POINTS[6],
    ("clips", "add_clip", "before"),
    ("clips", "add_clip", "after"),
    *POINTS[7:],
]
IN_FLIGHT = 2


@pytest.fixture
def stem(tmp_path):
    with grow_stem("tests.journeys.understanding_run", tmp_path) as growing:
        yield growing


def finish(stem, home):
    status, printed = stem.run(str(home), "-", "-", "-")
    assert status == 0
    return json.loads(printed.splitlines()[-1])


def count_asked(home):
    return Counter((home / "asked.txt").read_text().split())


@pytest.mark.parametrize("points", [POINTS, pytest.param(MORE_POINTS, marks=pytest.mark.soak)])
def test_killed_at_every_stage_it_goes_on_and_asks_at_most_once_more_for_what_was_in_flight(
    stem, tmp_path, points
):
    undisturbed, killed = tmp_path / "undisturbed", tmp_path / "killed"
    undisturbed.mkdir()
    killed.mkdir()
    whole = finish(stem, undisturbed)
    assert count_asked(undisturbed) == {"1": 1, "2": 1, "3": 1}
    assert (whole["status"], len(whole["clips"])) == ("done", 4)

    for point in points:
        status, _ = stem.run(str(killed), *point)
        assert status == -signal.SIGKILL, point
    resumed = finish(stem, killed)

    assert (resumed["status"], resumed["clips"]) == ("done", whole["clips"])
    assert resumed["ids"] == resumed["drafts"]
    # Windows 1 and 2 were in flight when their runs were killed; what was kept is not sent again.
    assert count_asked(killed) == {"1": 2, "2": 2, "3": 1}
    assert sum(count_asked(killed).values()) == 3 + IN_FLIGHT
    assert resumed["cost"] == whole["cost"]
