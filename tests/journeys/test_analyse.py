"""`trussbot analyse` as people type it: a real table, the real client, and kills."""

import asyncio
import itertools
import json
import os
import signal
import sqlite3
import sys
from pathlib import Path

import pytest

from bot.bootstrap import open_connected, open_local
from config.settings import Settings
from tests.core.adapters.analysts.gemini.replies import make_moment, make_rubric, write_answer
from tests.loud_minute import find_loud_minute
from tests.servers.gemini import KEY, Answer, run_gemini, say

ROOT = Path(__file__).parents[2]
FOOTAGE = ROOT.parent / "shared" / "footage" / "streamA.mp4"
GOOD = write_answer(
    make_moment(start="00:08", peak="00:12", end="00:18", rubric=make_rubric(9)), clock_readings=[]
)
pytestmark = [
    pytest.mark.ffmpeg,
    # The library hands over a copy as bytes; aiohttp would rather have a file.
    pytest.mark.filterwarnings("ignore:Sending a large body directly:ResourceWarning"),
]


@pytest.fixture(scope="module")
def video(tmp_path_factory):
    return find_loud_minute(tmp_path_factory)


class Terminal:
    """Somebody who types the command in a home of their own."""

    def __init__(self, home, **settings):
        self.home = home
        kept = {name: value for name, value in os.environ.items() if "TRUSS" not in name}
        self._environment = kept | {"TRUSS_HOME": str(home)} | settings

    async def start(self, video):
        return await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bot", "analyse", str(video), "--json"),
            cwd=ROOT,
            env=self._environment,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )

    async def type(self, video):
        run = await self.start(video)
        out, err = await asyncio.wait_for(run.communicate(), 300)
        assert run.returncode == 0, err.decode()
        return json.loads(out)

    def count(self, kind):
        """Count the items of a kind in the table."""
        table = sqlite3.connect(self.home / "truss.sqlite3")
        try:
            keys = [row[0] for row in table.execute("SELECT sk FROM items")]
        finally:
            table.close()
        return sum(key.startswith(f"{kind}#") and key.count("#") == 1 for key in keys)


@pytest.fixture
async def gemini():
    async with run_gemini() as server:
        yield server


@pytest.fixture
def terminal(gemini, tmp_path, quick_ffmpeg):
    """A minute is three windows here: 0-23, 18-42 and 37-60 s."""
    return Terminal(
        tmp_path / "home",
        TRUSS_FFMPEG=quick_ffmpeg,
        TRUSS_GEMINI_API_KEY=KEY,
        TRUSS_GEMINI_API_URL=gemini.url,
        TRUSS_GEMINI__WINDOW_SECONDS="30",
        TRUSS_GEMINI__OVERLAP_SECONDS="5",
        TRUSS_GEMINI__POLL_SECONDS="0.01",
        TRUSS_GEMINI__PATIENCE_SECONDS="0",
    )


async def _kill_at_request(run, gemini, number):
    while len(gemini.requests) < number:
        assert run.returncode is None
        await asyncio.sleep(0.05)
    run.send_signal(signal.SIGKILL)
    await run.communicate()


async def test_killed_while_a_window_is_asked_for_it_goes_on_and_pays_for_none_twice(
    gemini, terminal, video
):
    gemini.answers = [say(GOOD), Answer(body={}, delay_seconds=60.0)]
    gemini.default = say(GOOD)

    await _kill_at_request(await terminal.start(video), gemini, 2)
    found = await terminal.type(video)

    # Of three windows the first was answered, the second was in flight: it alone is asked again.
    assert len(gemini.requests) == 4
    assert [moment["title"] for moment in found["moments"]].count("Last-lap overtake") >= 1
    assert found["model"] is not None
    assert found["cost_usd"] > 0
    assert (terminal.count("ASSET"), terminal.count("CLIP")) == (1, len(found["moments"]))

    again = await terminal.type(video)
    assert len(gemini.requests) == 4
    assert again["cost_usd"] == found["cost_usd"]
    assert [m["virality_score"] for m in again["moments"]] == [
        m["virality_score"] for m in found["moments"]
    ]
    assert [m["clip_id"] for m in again["moments"]] == [None] * len(found["moments"])
    assert terminal.count("CLIP") == len(found["moments"])


async def test_no_window_is_asked_for_without_a_budget_and_the_notes_say_so(
    gemini, terminal, video
):
    terminal._environment["TRUSS_GEMINI__BUDGET_DOLLARS"] = "0"

    found = await terminal.type(video)

    assert gemini.requests == []
    assert len(found["moments"]) == 2
    assert "TRUSS_GEMINI__BUDGET_DOLLARS" in " ".join(found["notes"])


async def test_only_a_connected_home_asks_a_model(tmp_path):
    """A demo and a replay need no network, whatever keys lie around."""
    settings = Settings(home=tmp_path / "home", gemini_api_key=KEY, _env_file=None)

    async with open_connected(settings, publish_folder=tmp_path) as app:
        assert app.ports.videos.analyst is not None
    for home, is_seeded in (("home", True), ("replay", False)):
        async with open_local(
            settings, home=tmp_path / home, publish_folder=tmp_path, is_seeded=is_seeded
        ) as app:
            assert app.ports.videos.analyst is None


@pytest.mark.shared
@pytest.mark.skipif(not FOOTAGE.exists(), reason="the recordings lie beside the project, if at all")
async def test_without_a_key_both_bursts_of_a_recorded_stream_are_found(tmp_path, quick_ffmpeg):
    found = await Terminal(tmp_path / "home", TRUSS_FFMPEG=quick_ffmpeg).type(FOOTAGE)

    windows = [(moment["start_s"], moment["end_s"]) for moment in found["moments"]]
    assert len(windows) <= 4
    assert all(end - start < 30 for start, end in windows)
    assert any(start <= 40 and end >= 48 for start, end in windows)
    assert any(start <= 85 and end >= 92 for start, end in windows)
    edges = [(chapter["start_s"], chapter["end_s"]) for chapter in found["chapters"]]
    assert edges[0][0] == 0
    assert edges[-1][1] == found["asset"]["duration_s"]
    assert all(before[1] == after[0] for before, after in itertools.pairwise(edges))
    assert all(0 < m["virality_score"] <= 100 and m["reasons"] for m in found["moments"])
