"""A long video with a model, measured: CPU against a full decode of the same file, and memory.

Run `python -m tests.bench.bench_understanding [--hours 0.2] [--gap 2]`. Four lively scenes are
drawn at 1280x720 with 30 frames a second and joined with themselves until they are long enough,
with a keyframe each `--gap` seconds at least. `trussbot analyse` then has a Gemini on loopback
watch all of it. What counts is CPU time, user and system, of the command and all that it starts.
`--hours 3` draws 2.4 GB and takes a quarter of an hour; it was 22 % of a full decode, with 372 MB.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import subprocess
import sys
import tempfile
from pathlib import Path

import imageio_ffmpeg

from tests.bench.measured_run import MeasuredRun, run_measured
from tests.core.adapters.analysts.gemini.replies import make_moment, make_rubric, write_answer
from tests.servers.gemini import KEY, run_gemini, say

FFMPEG = imageio_ffmpeg.get_ffmpeg_exe()
SHARE_AIM, SHARE_MOST, MEGABYTES_MOST = 0.25, 0.30, 600.0
STREAM_GAP_SECONDS = 2.0
LONG_HOURS = 1.0
_SCENE_SECONDS = 6
_RATE = 30
_SIZE = "1280x720"
_MOVING = "trim=duration={long},setpts=PTS-STARTPTS"
_FRACTAL = "mandelbrot=s=640x360:rate={rate}:start_scale=3:end_scale=0.05:maxiter=120"
_CELLS = (
    "life=s=320x180:rate={rate}:seed=7:mold=10:ratio=0.15:death_color=#283593:life_color=#ffd54f"
)
_CLOUDS = "perlin=s=320x180:rate={rate}:seed=7:tscale=0.3:octaves=3"
_GRAIN = "format=yuv420p,hue=h=40*t:s=3,noise=alls=6:allf=t:all_seed=7"
_SCENES = (
    f"{_FRACTAL},{_MOVING}",
    "testsrc2=s={size}:r={rate}:d={long},scroll=h=0.004:v=0.002",
    f"{_CELLS},{_MOVING},scale={{size}}:flags=neighbor",
    f"{_CLOUDS},{_MOVING},scale={{size}},{_GRAIN}",
)
_LOUD = "volume='if(between(t,8,13),0.9,0.02)':eval=frame"


def draw_video(folder: Path, *, seconds: float, gap_seconds: float) -> tuple[Path, Path]:
    """Return a video at least that long, a hundred megabytes in eight minutes, and its scenes."""
    scenes, out = folder / "scenes.mp4", folder / "long.mp4"
    length = _SCENE_SECONDS * len(_SCENES)
    _draw_scenes(scenes, length, gap_seconds)
    loops = max(0, -(-int(seconds) // length) - 1)
    _run("-stream_loop", str(loops), "-i", str(scenes), "-c", "copy", str(out))
    return out, scenes


def _draw_scenes(out: Path, length: int, gap_seconds: float) -> None:
    drawn = [
        f"{scene.format(rate=_RATE, size=_SIZE, long=_SCENE_SECONDS)},scale={_SIZE},"
        f"format=yuv420p,setsar=1[s{number}]"
        for number, scene in enumerate(_SCENES)
    ]
    labels = "".join(f"[s{number}]" for number in range(len(_SCENES)))
    graph = ";".join([*drawn, f"{labels}concat=n={len(_SCENES)}[v]"])
    _run(
        *("-filter_complex", graph),
        *("-f", "lavfi", "-i", f"anoisesrc=seed=7:color=pink:duration={length},{_LOUD}"),
        *("-map", "[v]", "-map", "0:a", "-r", str(_RATE), "-c:v", "libx264", "-preset", "veryfast"),
        *("-b:v", "1900k", "-maxrate", "2500k", "-bufsize", "5000k"),
        *("-g", str(round(_RATE * gap_seconds)), "-c:a", "aac", "-b:a", "128k"),
        *("-t", str(length), str(out)),
    )


def _run(*arguments: str) -> None:
    subprocess.run((FFMPEG, "-v", "error", "-y", *arguments), check=True)


async def decode_whole(video: Path) -> float:
    """Return the CPU seconds that every frame of the picture takes."""
    command = (FFMPEG, "-v", "error", "-i", str(video), "-map", "0:v:0", "-f", "null", "-")
    return (await run_measured(command)).cpu_seconds


async def analyse(video: Path, home: Path) -> tuple[MeasuredRun, int]:
    """Return how the command went with a model on loopback, and how many windows it asked about."""
    seen = make_moment(start="00:08", peak="00:10", end="00:14", rubric=make_rubric(9))
    async with run_gemini() as gemini:
        gemini.default = say(write_answer(seen, clock_readings=[]))
        run = await run_measured(
            (sys.executable, "-m", "bot", "analyse", str(video), "--json"),
            {
                "TRUSS_HOME": str(home),
                "TRUSS_GEMINI_API_KEY": KEY,
                "TRUSS_GEMINI_API_URL": gemini.url,
                "TRUSS_GEMINI__POLL_SECONDS": "0.01",
            },
        )
        return run, len(gemini.requests)


async def measure(folder: Path, *, hours: float, gap_seconds: float) -> bool:
    """Print what it took; of a short video what counts is what its length adds."""
    video, scenes = await asyncio.to_thread(
        draw_video, folder, seconds=hours * 3600, gap_seconds=gap_seconds
    )
    start, _ = await analyse(scenes, folder / "short")
    run, asked = await analyse(video, folder / "home")
    whole = await decode_whole(video)
    found = json.loads(run.out)
    seconds = found["asset"]["duration_s"]
    share = run.cpu_seconds / whole
    longer = 1 - _SCENE_SECONDS * len(_SCENES) / seconds
    added = (run.cpu_seconds - start.cpu_seconds) / (whole * longer)
    print(  # noqa: T201
        f"{seconds / 3600:.2f} h, {video.stat().st_size / 1e6:.0f} MB, a keyframe each "
        f"{gap_seconds:g} s: {run.cpu_seconds:.1f} s of CPU, {share:.1%} of {whole:.1f} s for a "
        f"full decode, {added:.1%} without the {start.cpu_seconds:.1f} s for 24 s of video (aim "
        f"{SHARE_AIM:.0%}, at most {SHARE_MOST:.0%}); {run.megabytes:.0f} MB at most (at most "
        f"{MEGABYTES_MOST:.0f}); {asked} windows, {len(found['moments'])} moments"
    )
    counted = share if hours >= LONG_HOURS else added
    return counted <= SHARE_MOST and run.megabytes <= MEGABYTES_MOST


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--hours", type=float, default=0.2)
    parser.add_argument("--gap", type=float, default=STREAM_GAP_SECONDS)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        work = measure(Path(folder), hours=given.hours, gap_seconds=given.gap)
        return 0 if asyncio.run(work) else 1


if __name__ == "__main__":
    sys.exit(main())
