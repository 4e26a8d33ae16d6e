"""Montages with known cuts: shots of scenes, shaken, darkened, flashed at, panned and faded."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import cv2
import numpy as np
from numpy.typing import NDArray

from tests.bench.montage_scenes import HEIGHT, RATE, WIDTH, Kind, Picture, Random
from tests.bench.seen_change import is_seen

_FADE_SHARE = 0.15
_EVENT_SHARE = 0.5
_TRIES = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Montage:
    """A video, when its cuts are and between which kinds, and what it is like."""

    video: Path
    cuts: tuple[float, ...]
    joins: tuple[tuple[str, str], ...]
    is_dark: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """How a montage is recorded, and how many frames each of its cuts takes.

    Unless it `has_unseen_cuts`, each cut leads to a picture that a person takes for another one.
    """

    rate: int = RATE
    is_uneven: bool = False
    dissolve_frames: int = 0
    has_unseen_cuts: bool = False


def make_montage(
    video: Path,
    kinds: Mapping[str, Kind],
    *,
    seed: int,
    is_dark: bool,
    shot_count: int = 9,
    shape: Shape = Shape(),
) -> Montage:
    """Write a montage; half of them show one kind only, the others all of them in turns."""
    rng = np.random.default_rng(seed)
    names = list(kinds)
    pool = [names[int(rng.integers(len(names)))]] if seed % 2 else names
    shots = [pool[int(rng.integers(len(pool)))] for _ in range(shot_count)]
    cuts: list[float] = []
    joins: list[tuple[str, str]] = []
    pictures: list[Picture] = []
    shown = ""
    for name in shots:
        needs_other = pictures[-1] if pictures and not shape.has_unseen_cuts else None
        shot = _shoot(rng, kinds[name], needs_other)
        if pictures and shot and rng.random() < _FADE_SHARE:
            _fade(rng, pictures, shot)
        elif pictures and shot:
            _dissolve(pictures, shot, shape.dissolve_frames)
            cuts.append(len(pictures) / shape.rate)
            joins.append((shown, name))
        shown = name if shot else shown
        pictures.extend(shot)
    light = rng.uniform(0.08, 0.25) if is_dark else rng.uniform(0.7, 1.1)
    grains = [rng.normal(0, 2, (HEIGHT, WIDTH, 1)).astype(np.float32) for _ in range(7)]
    exposed = (_expose(picture, light, grains[i % 7]) for i, picture in enumerate(pictures))
    crf = int(rng.integers(18, 28))
    kept = _drop(len(pictures), cuts, shape) if shape.is_uneven else range(len(pictures))
    _write(video, exposed, crf=crf, rate=shape.rate, kept=frozenset(kept))
    return Montage(video=video, cuts=tuple(cuts), joins=tuple(joins), is_dark=is_dark)


def _shoot(rng: Random, kind: Kind, before: Picture | None) -> list[Picture]:
    """Return a shot; after a picture `before`, one that is seen to begin, if some try gives one."""
    for _ in range(_TRIES):
        count = int(rng.uniform(0.7, 2.5) * RATE)
        pictures = _shake(rng, kind(rng, count))
        first = next(pictures)
        if before is None or is_seen(before, first):
            return _add_event(rng, [first, *pictures])
    return []


def _add_event(rng: Random, shot: list[Picture]) -> list[Picture]:
    if rng.random() < _EVENT_SHARE:
        event = (_flash, _blast, _whip, _cover)[int(rng.integers(4))]
        event(rng, shot)
    return shot


def _shake(rng: Random, pictures: Iterator[Picture]) -> Iterator[Picture]:
    """Hold the camera in a hand: at most a tenth of the picture from one frame to the next."""
    strength = rng.uniform(2, 22)
    at: Any = np.zeros(2)
    for picture in pictures:
        at = 0.5 * at + rng.normal(0, strength, 2)
        moved = cv2.getRotationMatrix2D((WIDTH / 2, HEIGHT / 2), rng.normal(0, strength / 20), 1.06)
        moved[:, 2] += at
        yield cv2.warpAffine(picture, moved, (WIDTH, HEIGHT), borderMode=cv2.BORDER_REFLECT_101)


def _flash(rng: Random, shot: list[Picture]) -> None:
    """White or black out one to three frames, more or less."""
    start, strength = int(rng.integers(8, len(shot) - 8)), rng.uniform(0.5, 1.0)
    light = 255.0 if rng.random() < 0.7 else 0.0
    for index in range(start, start + int(rng.integers(1, 4))):
        shot[index] = _mix(shot[index], np.full_like(shot[index], light), strength)


def _blast(rng: Random, shot: list[Picture]) -> None:
    """Light up at once, and dim within half a second."""
    start, colour = int(rng.integers(5, len(shot) - 15)), rng.uniform(150, 255, 3)
    for index in range(start, start + 14):
        share = 0.9 * 0.8 ** (index - start)
        shot[index] = _mix(shot[index], np.broadcast_to(colour, shot[index].shape), share)


def _whip(rng: Random, shot: list[Picture]) -> None:
    """Pan by a fifth of the picture a frame for a quarter of a second, with motion blur."""
    start, step = int(rng.integers(4, len(shot) - 12)), int(rng.uniform(60, 150))
    for index in range(start, len(shot)):
        turned = min(index - start, 8) * step
        shot[index] = np.roll(shot[index], turned, axis=1)
        if index < start + 8:
            shot[index] = cv2.blur(shot[index], (step // 2, 1))


def _cover(rng: Random, shot: list[Picture]) -> None:
    """Let something large pass close to the camera."""
    start, colour = int(rng.integers(2, len(shot) - 14)), rng.integers(0, 255, 3)
    for index in range(start, start + 12):
        left = int((index - start) / 12 * (WIDTH + 300)) - 300
        shot[index][:, max(0, left) : max(0, left + 300)] = colour


def _fade(rng: Random, pictures: list[Picture], shot: list[Picture]) -> None:
    """Turn the last shot into the next one slowly: through each other, or through black."""
    count = min(int(rng.uniform(0.4, 1.0) * RATE), len(shot) - 2, len(pictures) - 2)
    black = np.zeros_like(shot[0])
    if rng.random() < 0.5:
        for index in range(count):
            shot[index] = _mix(pictures[index - count], shot[index], (index + 1) / (count + 1))
        del pictures[-count:]
        return
    for index in range(count):
        share = (index + 1) / (count + 1)
        pictures[index - count] = _mix(pictures[index - count], black, share)
        shot[index] = _mix(black, shot[index], share)


def _dissolve(pictures: list[Picture], shot: list[Picture], count: int) -> None:
    """Show so many frames of both shots; the cut is where the next one begins to be alone."""
    for step in range(1, count + 1):
        index = len(pictures) - count - 1 + step
        share = step / (count + 1)
        pictures[index] = _mix(pictures[index], shot[0], share)


def _drop(count: int, cuts: list[float], shape: Shape) -> list[int]:
    """Return the frames that a recorder keeps: not every third, more or less, but all at cuts."""
    rng = np.random.default_rng(count)
    needed = {round(cut * shape.rate) for cut in cuts} | {0}
    return [index for index in range(count) if index in needed or rng.random() > 1 / 3]


def _mix(one: Picture, other: NDArray[Any], share: float) -> Picture:
    mixed = one.astype(np.float32) * (1 - share) + np.asarray(other, np.float32) * share
    return np.clip(mixed, 0, 255).astype(np.uint8)


def _expose(picture: Picture, light: float, grain: NDArray[Any]) -> Picture:
    """Dim a picture, and add the noise of a sensor."""
    exposed: Picture = np.clip(picture * np.float32(light) + grain, 0, 255).astype(np.uint8)
    return exposed


def _write(
    video: Path, pictures: Iterator[Picture], *, crf: int, rate: int, kept: frozenset[int]
) -> None:
    with av.open(str(video), "w") as container:
        options = {"preset": "veryfast", "crf": str(crf), "g": "60"}
        stream = container.add_stream("libx264", rate=rate, options=options)
        stream.width, stream.height, stream.pix_fmt = WIDTH, HEIGHT, "yuv420p"
        stream.time_base = Fraction(1, rate)
        for index, picture in enumerate(pictures):
            if index not in kept:
                continue
            frame = av.VideoFrame.from_ndarray(picture, format="bgr24")
            frame.pts, frame.time_base = index, Fraction(1, rate)
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
