"""How many cuts of shaken, dark, flashed and panned montages are found, and what else is.

Run `python -m tests.bench.bench_cuts [--count N] [--kinds held,seen] [--list] [--unseen]`. The
montages are made of kinds of scenes that the detector was made with (`seen`) and of others
(`held`). Each cut leads to a picture that a person takes for another one, whatever the detector
makes of it: half of it has other colours (`seen_change`). `--unseen` plants any cut. ffmpeg's scene
filter is told at its usual threshold, and at that which suits these very montages best. Cuts within
one game, from a stretch of it to another, are told apart, and so are those of them that hardly
show: at the shift that suits them best, the pictures on either side are as alike as two of the
eight pairs of neighbours around the cut. `--list` names each cut that was missed, and each false
one. `--rate N`, `--uneven` and `--dissolve N` give the montages another frame rate, drop every
third frame or so, and turn each cut into a dissolve of so many frames.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import imageio_ffmpeg

from core.adapters.vision.followed_points import FrameShrinker
from core.adapters.vision.frame_look import look_at_frame
from core.adapters.vision.pictures import read_stretch
from core.adapters.vision.sharp_cuts import SharpCuts
from tests.bench.jump_sight import list_hardly_seen
from tests.bench.montage_scenes import HELD_BACK, ONE_GAME, RATE, SEEN
from tests.bench.montages import Montage, Shape, make_montage

NEAR_SECONDS = 0.05
RECALL_LEAST = {False: 0.95, True: 0.85}
PRECISION_LEAST = 0.9
USUAL_THRESHOLD = 0.3
FIRST_SEED = 1000

Found = Sequence[float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rates:
    """How many of the cuts were found, and how much of what was found is a cut."""

    recall: float
    precision: float
    cuts: int

    def __str__(self) -> str:
        return f"recall {self.recall:.3f}, precision {self.precision:.3f} of {self.cuts} cuts"


def find_ours(video: Path) -> tuple[float, ...]:
    """Return the cuts that following finds."""
    cuts, shrinker = SharpCuts(), FrameShrinker()
    stretch = read_stretch(video, is_rough=True, start_seconds=0.0, end_seconds=1e6, deadline=1e18)
    for frame in stretch:
        cuts.see(look_at_frame(frame, shrinker))
    return cuts.finish()


def score_by_ffmpeg(video: Path) -> list[tuple[float, float]]:
    """Return the time and the score of each frame in ffmpeg's scene filter."""
    said = subprocess.run(
        [
            *(imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-i", str(video)),
            *("-vf", "select='gte(scene,0)',metadata=print:file=-", "-f", "null", "-"),
        ],
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    times = re.findall(r"pts_time:([\d.]+)", said)
    scores = re.findall(r"scene_score=([\d.]+)", said)
    return [(float(at), float(score)) for at, score in zip(times, scores, strict=True)]


def match(found: Found, cuts: Found) -> tuple[list[int], list[float]]:
    """Return which cuts were missed, by their places, and what was found and is none."""
    missed, left = [], list(found)
    for place, cut in enumerate(cuts):
        near = [at for at in left if abs(at - cut) <= NEAR_SECONDS]
        if near:
            left.remove(min(near, key=lambda at: abs(at - cut)))
        else:
            missed.append(place)
    return missed, left


def rate(pairs: Iterable[tuple[Found, Found]]) -> Rates:
    """Return the rates over (found, true) cuts of several videos."""
    hits = found_count = count = 0
    for found, cuts in pairs:
        missed, _ = match(found, cuts)
        hits += len(cuts) - len(missed)
        found_count, count = found_count + len(found), count + len(cuts)
    return Rates(recall=hits / max(1, count), precision=hits / max(1, found_count), cuts=count)


def rate_ffmpeg(scored: Sequence[tuple[list[tuple[float, float]], Found]], least: float) -> Rates:
    return rate(([at for at, score in scores if score > least], cuts) for scores, cuts in scored)


def choose_threshold(scored: Sequence[tuple[list[tuple[float, float]], Found]]) -> float:
    """Return the threshold of the filter at which recall and precision are best together."""

    def quality(least: float) -> float:
        rates = rate_ffmpeg(scored, least)
        return 2 * rates.recall * rates.precision / max(1e-9, rates.recall + rates.precision)

    return max((step / 100 for step in range(2, 60)), key=quality)


def tell_apart(montages: Sequence[Montage], found: Sequence[Found], *, is_listing: bool) -> None:
    """Print the recall elsewhere and within one game, and where it is asked for each mistake."""
    # Missed and all: elsewhere, within one game, and there where it hardly shows.
    counts = [[0, 0], [0, 0], [0, 0]]
    for montage, times in zip(montages, found, strict=True):
        missed, false = match(times, montage.cuts)
        hardly = list_hardly_seen(montage)
        for place, (one, other) in enumerate(montage.joins):
            is_one_game = one == other and one in ONE_GAME
            of_kind = counts[is_one_game + (is_one_game and place in hardly)]
            of_kind[0] += place in missed
            of_kind[1] += 1
            if is_listing and place in missed:
                cut, seen = montage.cuts[place], "hardly shows" if place in hardly else "shows"
                sys.stdout.write(
                    f"  {montage.video.stem}: {cut:.2f} s, {one} to {other}, missed, {seen}\n"
                )
        if is_listing and false:
            named = ", ".join(f"{at:.2f} s" for at in false)
            sys.stdout.write(f"  {montage.video.stem}: {named}, no cut\n")
    names = (
        "elsewhere",
        "within one game, where it shows",
        "within one game, where it hardly does",
    )
    for (missing, count), where in zip(counts, names, strict=True):
        sys.stdout.write(f"  {where}: {count - missing} of {count} found\n")


def tell(name: str, montages: Sequence[Montage], *, is_dark: bool, is_listing: bool) -> bool:
    """Print what was found in these montages, and return whether it is enough."""
    of_light = [montage for montage in montages if montage.is_dark == is_dark]
    found = [find_ours(montage.video) for montage in of_light]
    ours = rate(zip(found, (montage.cuts for montage in of_light), strict=True))
    scored = [(score_by_ffmpeg(montage.video), montage.cuts) for montage in of_light]
    best = choose_threshold(scored)
    light = "dark" if is_dark else "bright"
    sys.stdout.write(
        f"{name}, {light}: {ours}\n"
        f"  ffmpeg at {USUAL_THRESHOLD}: {rate_ffmpeg(scored, USUAL_THRESHOLD)}\n"
        f"  ffmpeg at {best:.2f}, the best here: {rate_ffmpeg(scored, best)}\n"
    )
    tell_apart(of_light, found, is_listing=is_listing)
    return ours.recall >= RECALL_LEAST[is_dark] and ours.precision >= PRECISION_LEAST


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=6, help="montages of each light")
    parser.add_argument("--kinds", default="held", help="held, seen, or both with a comma")
    parser.add_argument("--seed", type=int, default=FIRST_SEED)
    parser.add_argument("--list", action="store_true", help="name each mistake")
    parser.add_argument("--rate", type=int, default=RATE, help="frames a second")
    parser.add_argument("--uneven", action="store_true", help="drop frames, as recorders do")
    parser.add_argument("--unseen", action="store_true", help="with cuts that nobody sees, too")
    parser.add_argument("--dissolve", type=int, default=0, help="frames that a cut takes")
    given = parser.parse_args()
    shape = Shape(
        rate=given.rate,
        is_uneven=given.uneven,
        dissolve_frames=given.dissolve,
        has_unseen_cuts=given.unseen,
    )
    pools = {"held": HELD_BACK, "seen": SEEN}
    passed = True
    with tempfile.TemporaryDirectory() as folder:
        for name in given.kinds.split(","):
            montages = [
                make_montage(
                    Path(folder) / f"{name}{number}{'d' if is_dark else 'b'}.mp4",
                    pools[name],
                    seed=given.seed + number,
                    is_dark=is_dark,
                    shape=shape,
                )
                for number in range(given.count)
                for is_dark in (False, True)
            ]
            for is_dark in (False, True):
                enough = tell(name, montages, is_dark=is_dark, is_listing=given.list)
                passed &= enough or name != "held"
    return int(not passed)


if __name__ == "__main__":
    sys.exit(main())
