"""What looking costs: faces, facecam and path, against the bare ffmpeg command of the same 20 s.

Run `python -m tests.bench.bench_vision [VIDEO ...]`; without one, the recordings in
../shared/footage are taken. Both sides are processes of their own that start cold, take turns
three times, and are measured in CPU time (user + system).
"""

from __future__ import annotations

import argparse
import asyncio
import statistics
import sys
import tempfile
from pathlib import Path

from core.adapters.ffmpeg.supply import choose_executable
from core.adapters.vision.facecam_finder import VideoFacecamFinder
from core.adapters.vision.subject_tracker import VideoSubjectTracker
from core.domain.clips.framing.camera_path import choose_crop_width, plan_path
from tests.bench.bench_clip import measure_cpu

RATIO_MAX = 0.3
ROUNDS = 3
SECONDS = 20
FOOTAGE = Path(__file__).parents[3] / "shared" / "footage"


def bare_command(video: Path, out: Path) -> list[str]:
    """Return the crop, scale and encode of the window, with nothing around it."""
    return [
        str(choose_executable(None)),
        *("-v", "error", "-y", "-nostdin", "-t", str(SECONDS), "-i", str(video)),
        *("-vf", "crop=w='min(iw,ih*9/16)':h=ih,scale=1080:1920:flags=bilinear"),
        *("-c:v", "libx264", "-preset", "veryfast", "-crf", "21", "-pix_fmt", "yuv420p", "-an"),
        str(out),
    ]


async def look(video: Path) -> str:
    """Do what `auto` does, and return its outcome."""
    end = float(SECONDS)
    scene = await VideoFacecamFinder().find_scene(video, start_seconds=0.0, end_seconds=end)
    if scene.cameras:
        facecam = scene.cameras[0].box
        return f"facecam {facecam.x},{facecam.y},{facecam.width},{facecam.height}"
    track = await VideoSubjectTracker().track_subject(video, start_seconds=0.0, end_seconds=end)
    path = plan_path(track, choose_crop_width(track.width, track.height))
    return f"{len(track.shots)} shots, {len(path)} knots, face in {track.face_share:.0%}"


def compare(video: Path, folder: Path) -> float:
    """Return the median CPU of vision relative to that of the bare render, taken in turns."""
    looking = [sys.executable, "-m", "tests.bench.bench_vision", "--look", str(video)]
    bare = bare_command(video, folder / "bare.mp4")
    rounds = [(measure_cpu(looking), measure_cpu(bare)) for _ in range(ROUNDS)]
    looked, rendered = (statistics.median(side) for side in zip(*rounds, strict=True))
    ratio: float = looked / rendered
    sys.stdout.write(
        f"{video.name}: looking {looked:.2f} s, bare render {rendered:.2f} s CPU, "
        f"ratio {ratio:.2f} (at most {RATIO_MAX}); {asyncio.run(look(video))}\n"
    )
    return ratio


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("videos", nargs="*", type=Path)
    parser.add_argument("--look", type=Path, help="only look at this video")
    arguments = parser.parse_args()
    if arguments.look:
        sys.stdout.write(asyncio.run(look(arguments.look)) + "\n")
        return 0
    videos = arguments.videos or [FOOTAGE / "talk.mp4", FOOTAGE / "streamA.mp4"]
    present = [video for video in videos if video.exists()]
    if not present:
        sys.stdout.write("No video to look at: name one, or put footage into ../shared/footage.\n")
        return 0
    with tempfile.TemporaryDirectory() as folder:
        ratios = [compare(video, Path(folder)) for video in present]
    return int(max(ratios) > RATIO_MAX)


if __name__ == "__main__":
    sys.exit(main())
