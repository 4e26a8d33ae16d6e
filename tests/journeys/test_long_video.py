"""Three hours of video under `trussbot analyse`: in little memory, and never decoded whole.

    pytest -m soak -s tests/journeys/test_long_video.py

prints what it took. The video is a minute of test picture and tone, joined with itself.
"""

import asyncio
import json
import subprocess
import sys
import time

import pytest

from core.adapters.ffmpeg.supply import choose_executable
from tests.bench.measured_run import read_cpu_of_children, run_measured
from tests.core.adapters.analysts.gemini.replies import make_moment, make_rubric, write_answer
from tests.servers.gemini import KEY, run_gemini, say

pytestmark = [pytest.mark.soak, pytest.mark.ffmpeg]

HOURS = 3
MEMORY_MEGABYTES_MAX = 600
DECODE_SHARE_MAX = 0.35
"""What the analysis may take of the CPU that decoding every frame would take."""


@pytest.fixture(scope="module")
def video(tmp_path_factory):
    """A keyframe each two seconds, 1280x720 at 30 frames a second; loud from 20 to 26 s."""
    folder = tmp_path_factory.mktemp("long")
    minute, out = folder / "minute.mp4", folder / "three hours.mp4"
    loud = "volume='if(between(t,20,26),0.9,0.02)':eval=frame"
    ffmpeg = str(choose_executable(None))
    subprocess.run(
        (
            ffmpeg,
            *("-v", "error", "-f", "lavfi", "-i", "testsrc2=size=1280x720:rate=30:duration=60"),
            *("-f", "lavfi", "-i", f"sine=frequency=440:duration=60,{loud}"),
            *("-c:v", "libx264", "-preset", "veryfast", "-crf", "30", "-g", "60"),
            *("-c:a", "aac", "-shortest", str(minute)),
        ),
        check=True,
    )
    loops = ("-v", "error", "-stream_loop", str(HOURS * 60 - 1), "-i", str(minute), "-c", "copy")
    subprocess.run([ffmpeg, *loops, str(out)], check=True)
    return out, minute


def measure_decoding(minute):
    """Return the CPU seconds that decoding every frame of all hours takes, from one minute."""
    before = read_cpu_of_children()
    command = [str(choose_executable(None)), "-v", "error", "-i", str(minute), "-f", "null", "-"]
    subprocess.run(command, check=True)
    return (read_cpu_of_children() - before) * 60 * HOURS


async def analyse(video, home, **settings):
    """Return what the command printed, its CPU seconds, and the most megabytes it held."""
    command = (sys.executable, "-m", "bot", "analyse", str(video), "--json")
    run = await run_measured(command, {"TRUSS_HOME": str(home)} | settings)
    return json.loads(run.out), run.cpu_seconds, run.megabytes


async def test_three_hours_are_measured_in_little_memory_and_without_a_full_decode(
    video, tmp_path, capsys
):
    long, minute = video
    whole = await asyncio.to_thread(measure_decoding, minute)
    began = time.monotonic()

    found, spent, most = await analyse(long, tmp_path / "home")

    with capsys.disabled():
        sys.stdout.write(
            f"\n{HOURS} h without a model: {most:.0f} MB, {spent:.0f} CPU-s of {whole:.0f} for a "
            f"full decode, {time.monotonic() - began:.0f} s, {len(found['moments'])} moments\n"
        )
    assert found["asset"]["duration_s"] == pytest.approx(HOURS * 3600, abs=10)
    assert found["moments"]
    assert found["chapters"][-1]["end_s"] == found["asset"]["duration_s"]
    assert most < MEMORY_MEGABYTES_MAX
    assert spent < DECODE_SHARE_MAX * whole


@pytest.mark.filterwarnings("ignore:Sending a large body directly:ResourceWarning")
async def test_three_hours_are_seen_in_little_memory_with_a_model(video, tmp_path, capsys):
    """`python -m tests.bench.bench_understanding --hours 3` holds the CPU against a full decode."""
    long, _ = video
    seen = make_moment(start="00:20", peak="00:23", end="00:28", rubric=make_rubric(9))
    async with run_gemini() as gemini:
        gemini.default = say(write_answer(seen, clock_readings=[]))
        began = time.monotonic()

        found, spent, most = await analyse(
            long,
            tmp_path / "home",
            TRUSS_GEMINI_API_KEY=KEY,
            TRUSS_GEMINI_API_URL=gemini.url,
            TRUSS_GEMINI__POLL_SECONDS="0.01",
        )

        asked, left = len(gemini.requests), len(gemini.files)
    with capsys.disabled():
        sys.stdout.write(
            f"\n{HOURS} h with a model: {most:.0f} MB, {spent:.0f} CPU-s, "
            f"{time.monotonic() - began:.0f} s, {asked} windows, {len(found['moments'])} moments, "
            f"{found['cost_usd']:.2f} dollars\n"
        )
    # (10800 - 15) / 465 = 23.2 windows of at most 480 s.
    assert asked == 24
    assert left == 0
    assert most < MEMORY_MEGABYTES_MAX
