"""`trussbot clip`, measured: our whole command against bare ffmpeg for the same picture.

Run `python -m tests.bench.bench_clip [--seconds N] [--rounds N] [--only stack,fit,follow]`. What
counts is CPU time, user and system, of a command and all that it starts; the commands take turns,
and the medians are compared. `TRUSS_BENCH_MOVIEPY=1` also compares with moviepy, which is
installed into an environment of its own; without it that line is left out and says so.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

import imageio_ffmpeg

from core.adapters.ffmpeg.command import CRF, SMOOTH_CRF

FOOTAGE = Path(__file__).parents[3] / "shared" / "footage"
SCRIPT = Path(__file__).with_name("moviepy_stack.py")
FACECAM = (24, 564, 480, 270)
MOST = {"stack": 1.10, "fit": 1.10, "follow": 1.15}
AUTO_MOST = 0.3
MOVIEPY_MOST = 0.25
MOVIEPY = "moviepy==2.2.1"
CROP = 608

Command = list[str]
FFMPEG = imageio_ffmpeg.get_ffmpeg_exe()
_ENCODE = [
    *("-c:v", "libx264", "-preset", "veryfast", "-pix_fmt", "yuv420p"),
    *("-profile:v", "high", "-g", "60", "-c:a", "aac", "-b:a", "128k", "-ar", "48000"),
    *("-movflags", "+faststart"),
]


def measure_cpu(command: Command) -> float:
    """Return the CPU seconds of a command and its children.

    Python's byte code is kept, as it is wherever a command runs a second time.
    """
    kept = {"PYTHONPYCACHEPREFIX": str(Path("var/bench/bytecode").absolute())}
    others = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True, capture_output=True, env=others | kept)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def take_turns(commands: Mapping[str, Command], rounds: int) -> dict[str, float]:
    """Return the median CPU seconds of each command."""
    spent: dict[str, list[float]] = {name: [] for name in commands}
    for _ in range(rounds):
        for name, command in commands.items():
            spent[name].append(measure_cpu(command))
    return {name: statistics.median(times) for name, times in spent.items()}


class Bench:
    """The commands for one folder of sources and outputs."""

    def __init__(self, folder: Path, seconds: int, rounds: int) -> None:
        self.folder = folder
        self.seconds = seconds
        self.rounds = rounds
        self.stream, self.stream_start = self._find("streamA.mp4", 35)
        self.talk, self.talk_start = self._find("talk.mp4", 5)
        self.words = folder / "words.json"
        self.words.write_text(json.dumps(self._make_words()))

    def _find(self, name: str, start: int) -> tuple[Path, int]:
        """Return a recording, or a busy picture with sound where there are no recordings."""
        if (FOOTAGE / name).exists():
            return FOOTAGE / name, start
        made = self.folder / "made.mp4"
        if not made.exists():
            length = str(self.seconds + 2)
            subprocess.run(
                [
                    *(FFMPEG, "-v", "error", "-y"),
                    *("-f", "lavfi", "-i", "mandelbrot=s=1920x1080:r=30:end_scale=0.01"),
                    *("-f", "lavfi", "-i", "sine=f=330:r=48000", "-t", length),
                    *("-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p"),
                    *("-g", "60", "-c:a", "aac", str(made)),
                ],
                check=True,
            )
        return made, 1

    def _make_words(self) -> list[dict[str, object]]:
        starts = (self.stream_start, self.talk_start)
        return [
            {"text": f"word{i}", "start": start + i * 0.4, "end": start + i * 0.4 + 0.35}
            for start in sorted(starts)
            for i in range(int(self.seconds / 0.4))
        ]

    def ours(self, video: Path, start: int, *options: str) -> Command:
        """Return our command; captions and loudness are part of it."""
        return [
            *(sys.executable, "-m", "bot", "clip", str(video)),
            *("--start", str(start), "--end", str(start + self.seconds)),
            *("--captions", str(self.words), "--out", str(self.folder / "ours.mp4"), "--json"),
            *options,
        ]

    def bare(self, video: Path, start: int, graph: str, *, crf: int = CRF) -> Command:
        """Return ffmpeg's own command for a picture, without captions and loudness."""
        return [
            *(FFMPEG, "-v", "error", "-y", "-ss", str(start), "-t", str(self.seconds)),
            *("-i", str(video), "-filter_complex", f"{graph}[v]", "-map", "[v]", "-map", "0:a"),
            *("-crf", str(crf), *_ENCODE, str(self.folder / "bare.mp4")),
        ]

    def bare_stack(self) -> Command:
        x, y, width, height = FACECAM
        return self.bare(
            self.stream,
            self.stream_start,
            f"[0:v]split[a][b];[a]crop={width}:{height}:{x}:{y},scale=1080:608:flags=bicubic[f];"
            "[b]crop=888:1080:(iw-888)/2:0,scale=1080:1312:flags=bicubic[g];[f][g]vstack",
        )

    def bare_fit(self) -> Command:
        return self.bare(
            self.talk,
            self.talk_start,
            f"[0:v]split[a][b];[a]crop={CROP}:1080,scale=54:96:flags=area,gblur=sigma=2,"
            "scale=1080:1920:flags=bicubic,eq=brightness=-0.1[bg];"
            "[b]scale=1080:-2:flags=bicubic[fg];[bg][fg]overlay=0:(H-h)/2",
            crf=SMOOTH_CRF,
        )

    def bare_follow(self, path: list[tuple[float, int]]) -> Command:
        moves = self.folder / "path.cmd"
        moves.write_text("".join(f"{max(0.0, at - 0.01):.4f} crop x {x};\n" for at, x in path))
        return self.bare(
            self.talk,
            self.talk_start,
            f"[0:v]sendcmd=f={moves},crop={CROP}:1080:{path[0][1]}:0,scale=1080:1920:flags=bicubic",
            crf=SMOOTH_CRF,
        )

    def find_path(self) -> list[tuple[float, int]]:
        """Return the path that following the talk takes, and write it down for `--path`."""
        command = self.ours(self.talk, self.talk_start, "--layout", "follow")
        said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        path = [(float(at), int(x)) for at, x in json.loads(said)["path"]]
        (self.folder / "path.json").write_text(json.dumps(path))
        return path


def tell(name: str, ours: float, bare: float, *, ratio: float, most: float) -> bool:
    """Print a line and return whether its bound holds."""
    print(  # noqa: T201
        f"{name:<30} {ours:6.2f} s CPU against {bare:6.2f} s, ratio {ratio:.3f} (at most {most})"
    )
    return ratio <= most


def bench_stack(bench: Bench) -> bool:
    box = ",".join(map(str, FACECAM))
    spent = take_turns(
        {
            "bare": bench.bare_stack(),
            "ours": bench.ours(
                bench.stream, bench.stream_start, "--layout", "stack", "--facecam", box
            ),
            "auto": bench.ours(bench.stream, bench.stream_start),
        },
        bench.rounds,
    )
    bare, ours = spent["bare"], spent["ours"]
    passed = tell("stack, whole command", ours, bare, ratio=ours / bare, most=MOST["stack"])
    extra = spent["auto"] - ours
    return passed & tell("stack, what auto adds", extra, bare, ratio=extra / bare, most=AUTO_MOST)


def bench_fit(bench: Bench) -> bool:
    spent = take_turns(
        {
            "bare": bench.bare_fit(),
            "ours": bench.ours(bench.talk, bench.talk_start, "--layout", "fit"),
        },
        bench.rounds,
    )
    bare, ours = spent["bare"], spent["ours"]
    return tell("fit, whole command", ours, bare, ratio=ours / bare, most=MOST["fit"])


def bench_follow(bench: Bench) -> bool:
    path = bench.find_path()
    given = ("--layout", "follow", "--path", str(bench.folder / "path.json"))
    spent = take_turns(
        {
            "bare": bench.bare_follow(path),
            "ours": bench.ours(bench.talk, bench.talk_start, *given),
            "auto": bench.ours(bench.talk, bench.talk_start),
        },
        bench.rounds,
    )
    bare, ours = spent["bare"], spent["ours"]
    passed = tell("follow, given path", ours, bare, ratio=ours / bare, most=MOST["follow"])
    extra = spent["auto"] - ours
    return passed & tell("follow, what auto adds", extra, bare, ratio=extra / bare, most=AUTO_MOST)


def bench_moviepy(bench: Bench) -> bool:
    if os.environ.get("TRUSS_BENCH_MOVIEPY") != "1":
        print("moviepy: left out; TRUSS_BENCH_MOVIEPY=1 installs it beside and compares")  # noqa: T201
        return True
    python = install_moviepy(Path("var/bench/moviepy"))
    box = ",".join(map(str, FACECAM))
    start = str(bench.stream_start)
    out = str(bench.folder / "moviepy.mp4")
    theirs: Command = [
        *(str(python), str(SCRIPT), str(bench.stream), start, str(bench.seconds), box),
        *(str(bench.words), out),
    ]
    given = ("--layout", "stack", "--facecam", box)
    spent = take_turns(
        {
            "ours": bench.ours(bench.stream, bench.stream_start, *given),
            "usual": theirs,
            "same": [*theirs, "same"],
        },
        bench.rounds,
    )
    ours, usual, same = spent["ours"], spent["usual"], spent["same"]
    passed = tell("stack, against moviepy", ours, usual, ratio=ours / usual, most=MOVIEPY_MOST)
    print(f"{'  with our preset and quality':<30} against {same:6.2f} s, ratio {ours / same:.3f}")  # noqa: T201
    return passed


def install_moviepy(folder: Path) -> Path:
    """Return the interpreter of an environment with moviepy, made if it is missing."""
    python = folder.absolute() / "bin" / "python"
    if not (folder / ".ready").exists():
        subprocess.run([sys.executable, "-m", "venv", "--clear", str(folder)], check=True)
        subprocess.run([str(python), "-m", "pip", "install", "--quiet", MOVIEPY], check=True)
        (folder / ".ready").touch()
    return python


BENCHES: dict[str, Callable[[Bench], bool]] = {
    "stack": bench_stack,
    "fit": bench_fit,
    "follow": bench_follow,
    "moviepy": bench_moviepy,
}


def main() -> int:
    """Print each comparison; return 1 if a bound does not hold."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=int, default=20)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only", default=",".join(BENCHES))
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(Path(folder), given.seconds, given.rounds)
        passed = [BENCHES[name](bench) for name in given.only.split(",")]
    return 0 if all(passed) else 1


if __name__ == "__main__":
    raise SystemExit(main())
