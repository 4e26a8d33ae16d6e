"""How a clip looks beside what open peers encode: VMAF against the picture before it was packed.

Run `python -m tests.bench.bench_quality [--seconds N]`. `trussbot clip` makes each clip twice, once
without loss. That one is packed as peers do (x264 fast at CRF 18, medium at CRF 19), and by both
presets in two passes into as many bytes as ours took. VMAF is that of ffmpeg's libvmaf, of all
frames, with its default model.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Final

from tests.bench.bench_clip import FACECAM, FFMPEG, FOOTAGE, measure_cpu

LEAST: Final = 92.0
PEERS: Final = {"fast": 18, "medium": 19}
_WITHOUT_LOSS: Final = (
    "import runpy; from core.adapters.ffmpeg import command; "
    "command._encode_picture = lambda *_: "
    "('-c:v', 'libx264', '-preset', 'ultrafast', '-qp', '0', '-pix_fmt', 'yuv420p'); "
    "runpy.run_module('bot', run_name='__main__', alter_sys=True)"
)
CLIPS: Final = {
    "stack": ("streamA.mp4", 35, ("--layout", "stack", "--facecam", ",".join(map(str, FACECAM)))),
    "follow": ("talk.mp4", 5, ("--layout", "follow")),
    "fit": ("streamE.mp4", 5, ("--layout", "fit")),
}
Packed = tuple[float, float, float]
"""Megabits a second, VMAF, and CPU seconds."""


def run(*arguments: str) -> str:
    done = subprocess.run(
        [FFMPEG, "-hide_banner", "-nostdin", "-y", *arguments],
        check=True,
        capture_output=True,
        text=True,
    )
    return done.stderr


def rate_picture(packed: Path, whole: Path, seconds: int, cpu: float) -> Packed:
    """Return what the pictures of one file take and how near they are to the other's."""
    bare = packed.with_suffix(".h264")
    run("-i", str(packed), "-map", "0:v", "-c", "copy", str(bare))
    graph = "[0:v]settb=AVTB,setpts=N/TB/60[a];[1:v]settb=AVTB,setpts=N/TB/60[b];[a][b]libvmaf"
    said = run(
        *("-i", str(packed), "-i", str(whole)),
        *("-lavfi", f"{graph}=n_threads=2", "-f", "null", "-"),
    )
    score = re.search(r"VMAF score: ([\d.]+)", said)
    assert score
    return bare.stat().st_size * 8 / seconds / 1e6, float(score[1]), cpu


def make_ours(folder: Path, name: str, seconds: int) -> tuple[Packed, Path]:
    """Return how our clip is rated, and the same clip without loss."""
    video, start, options = CLIPS[name]
    ours, whole = folder / f"{name}.mp4", folder / f"{name}-whole.mp4"
    asked = [
        *("clip", str(FOOTAGE / video), "--start", str(start), "--end", str(start + seconds)),
        *options,
    ]
    cpu = measure_cpu([sys.executable, "-m", "bot", *asked, "--out", str(ours), "--json"])
    measure_cpu([sys.executable, "-c", _WITHOUT_LOSS, *asked, "--out", str(whole), "--json"])
    return rate_picture(ours, whole, seconds, cpu), whole


def pack(whole: Path, out: Path, preset: str, rate: tuple[str, ...]) -> float:
    """Return the CPU seconds that it took to pack a clip's pictures."""
    form = ("-an", "-c:v", "libx264", "-preset", preset, "-pix_fmt", "yuv420p", "-g", "60")
    return measure_cpu(
        [FFMPEG, "-v", "error", "-y", "-i", str(whole), *form, *rate, str(out)],
    )


def pack_alike(folder: Path, whole: Path, preset: str, rate: float) -> float:
    """Pack a clip in two passes into so many megabits a second; return the CPU seconds of both."""
    log = ("-b:v", f"{rate:.4f}M", "-passlogfile", str(folder / f"{preset}-log"))
    cpu = pack(whole, folder / "first.mp4", preset, (*log, "-pass", "1"))
    return cpu + pack(whole, folder / f"{preset}-alike.mp4", preset, (*log, "-pass", "2"))


def tell(name: str, packed: Packed) -> None:
    rate, score, cpu = packed
    sys.stdout.write(f"{name:>28}: VMAF {score:5.1f} at {rate:5.2f} Mbit/s, {cpu:5.1f} s of CPU\n")


def compare(folder: Path, name: str, seconds: int) -> dict[str, Packed]:
    """Print each packing of a clip; return them by name."""
    ours, whole = make_ours(folder, name, seconds)
    found = {"ours": ours}
    tell(f"{name}, ours with all it does", ours)
    for preset, crf in PEERS.items():
        out = folder / f"{name}-{preset}.mp4"
        cpu = pack(whole, out, preset, ("-crf", str(crf)))
        found[preset] = rate_picture(out, whole, seconds, cpu)
        tell(f"{preset} at CRF {crf}", found[preset])
        cpu = pack_alike(folder, whole, preset, ours[0])
        alike = rate_picture(folder / f"{preset}-alike.mp4", whole, seconds, cpu)
        found[f"{preset}, as large"] = alike
        tell(f"{preset} at our size, packing", alike)
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=int, default=10)
    parser.add_argument("--json", type=Path)
    given = parser.parse_args()
    if not FOOTAGE.exists():
        sys.stdout.write("no footage to cut: left out\n")
        return 0
    with tempfile.TemporaryDirectory() as folder:
        found = {name: compare(Path(folder), name, given.seconds) for name in CLIPS}
    if given.json:
        given.json.write_text(json.dumps(found))
    least = min(packed["ours"][1] for packed in found.values())
    sys.stdout.write(f"least of ours: {least:.1f} (at least {LEAST:g})\n")
    return 0 if least >= LEAST else 1


if __name__ == "__main__":
    sys.exit(main())
