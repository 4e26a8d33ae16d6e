"""Scenes for montages: pictures that move, drawn from a seed or cut out of recordings.

A kind is a function from a random generator and a number of frames to that many pictures of
640 x 360. `SEEN` are the kinds that the detector of cuts was made with; `HELD_BACK` were only
looked at to measure it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import av
import cv2
import numpy as np
from numpy.typing import NDArray
from skimage import data

from core.adapters.demo.painter import Painter

WIDTH, HEIGHT, RATE = 640, 360, 30
FOOTAGE = Path(__file__).parents[3] / "shared" / "footage"

Picture = NDArray[Any]
Random = np.random.Generator
Area = tuple[float, float, float, float]
Kind = Callable[[Random, int], Iterator[Picture]]

_WORLD = (900, 1600)


def _colour(rng: Random, low: int = 20, high: int = 235) -> tuple[int, ...]:
    return tuple(int(value) for value in rng.integers(low, high, 3))


def _noise(rng: Random, rows: int, columns: int, cell: int) -> NDArray[Any]:
    small = rng.normal(size=(rows // cell + 2, columns // cell + 2)).astype(np.float32)
    return cv2.resize(small, (columns, rows), interpolation=cv2.INTER_CUBIC)


def _wander(rng: Random, world: Picture, count: int) -> Iterator[Picture]:
    """Move a camera over a world: it drifts, turns a little, and comes nearer."""
    rows, columns = world.shape[:2]
    x, y = rng.uniform(0.3, 0.7) * columns, rng.uniform(0.4, 0.6) * rows
    speed = rng.normal(0, 4, 2)
    angle, turn = rng.uniform(-5, 5), rng.normal(0, 0.15)
    zoom, nearer = rng.uniform(0.9, 1.6), 1 + rng.normal(0, 0.002)
    for _ in range(count):
        speed = 0.97 * speed + rng.normal(0, 0.8, 2)
        x, y = x + speed[0], y + speed[1]
        angle, zoom = angle + turn, min(2.2, max(0.8, zoom * nearer))
        turned = cv2.getRotationMatrix2D((x, y), angle, zoom)
        turned[:, 2] += (WIDTH / 2 - x, HEIGHT / 2 - y)
        yield cv2.warpAffine(world, turned, (WIDTH, HEIGHT), borderMode=cv2.BORDER_REFLECT_101)


def tiles(rng: Random, count: int) -> Iterator[Picture]:
    """A game of tiles: few pictures, repeated in a grid."""
    kinds = [np.full((40, 40, 3), _colour(rng), np.float32) for _ in range(5)]
    kinds = [k + 18 * _noise(rng, 40, 40, 5)[..., None] for k in kinds]
    places = rng.integers(0, len(kinds), (_WORLD[0] // 40 + 1, _WORLD[1] // 40 + 1))
    world = np.vstack([np.hstack([kinds[i] for i in row]) for row in places])
    return _wander(rng, np.clip(world, 0, 255).astype(np.uint8), count)


def blotches(rng: Random, count: int) -> Iterator[Picture]:
    """Clouds of one colour, coarse and fine."""
    grey: Any = sum(
        weight * _noise(rng, *_WORLD, cell) for weight, cell in ((40, 120), (20, 40), (8, 9))
    )
    world = np.clip(np.array(_colour(rng, 60, 180)) + grey[..., None], 0, 255)
    return _wander(rng, world.astype(np.uint8), count)


def sprites(rng: Random, count: int) -> Iterator[Picture]:
    """Things that fly across a gradient, some of them large."""
    top, bottom = np.array(_colour(rng)), np.array(_colour(rng))
    share = np.linspace(0, 1, HEIGHT)[:, None, None]
    back = np.broadcast_to(top + share * (bottom - top), (HEIGHT, WIDTH, 3)).astype(np.uint8)
    size = rng.uniform(10, 90, 12)
    place, speed = rng.uniform(0, WIDTH, (12, 2)), rng.normal(0, 6, (12, 2))
    colours = [_colour(rng) for _ in size]
    for _ in range(count):
        picture = back.copy()
        place = (place + speed) % (WIDTH + 200)
        for (x, y), radius, colour in zip(place, size, colours, strict=True):
            centre = (int(x) - 100, int(y) % (HEIGHT + 100) - 50)
            cv2.circle(picture, centre, int(radius), colour, -1, cv2.LINE_AA)
        yield picture


def city(rng: Random, count: int) -> Iterator[Picture]:
    """Three rows of houses with windows, the nearer the faster."""
    sky = np.full((HEIGHT, WIDTH, 3), _colour(rng), np.uint8)
    layers = [_houses(rng, low) for low in (120, 180, 240)]
    speed = rng.normal(0, 5)
    for index in range(count):
        picture = sky.copy()
        for depth, layer in enumerate(layers):
            shift = int(800 + speed * index * (depth + 1) / 2) % 1600
            seen = np.roll(layer, -shift, axis=1)[:, :WIDTH]
            np.copyto(picture, seen, where=seen.any(axis=2, keepdims=True))
        yield picture


def _houses(rng: Random, low: int) -> Picture:
    layer = np.zeros((HEIGHT, 1600, 3), np.uint8)
    x = 0
    while x < 1600:
        width, top = int(rng.integers(40, 140)), int(low + rng.integers(-110, 60))
        wall, light = _colour(rng, 10, 120), _colour(rng, 120, 250)
        cv2.rectangle(layer, (x, top), (x + width, HEIGHT), wall, -1)
        for u in range(x + 8, x + width - 12, 18):
            for v in range(top + 8, HEIGHT, 22):
                if rng.random() < 0.5:
                    cv2.rectangle(layer, (u, v), (u + 8, v + 10), light, -1)
        x += width + int(rng.integers(0, 30))
    return layer


def embers(rng: Random, count: int) -> Iterator[Picture]:
    """Sparks over a dim ground: hundreds of small things, each with its own way."""
    ground = 40 + 12 * _noise(rng, HEIGHT, WIDTH, 60)[..., None] + np.zeros(3)
    ground = np.clip(ground * np.array(_colour(rng, 60, 200)) / 128, 0, 255).astype(np.uint8)
    place = rng.uniform(0, (WIDTH, HEIGHT), (300, 2))
    speed = rng.normal(0, 2, (300, 2)) + rng.normal(0, 3, 2)
    colours = [_colour(rng, 150, 255) for _ in place]
    for _ in range(count):
        picture = ground.copy()
        place = (place + speed) % (WIDTH, HEIGHT)
        for (x, y), colour in zip(place, colours, strict=True):
            cv2.circle(picture, (int(x), int(y)), 3, colour, -1)
        yield picture


def photos(rng: Random, count: int) -> Iterator[Picture]:
    """A photograph under a moving camera."""
    names = ("coffee", "astronaut", "chelsea", "rocket", "moon", "coins", "gravel", "grass")
    photo = getattr(data, names[int(rng.integers(len(names)))])()
    photo = np.dstack([photo] * 3) if photo.ndim == 2 else photo[..., ::-1]
    world = cv2.resize(np.ascontiguousarray(photo), (1280, 800), interpolation=cv2.INTER_CUBIC)
    return _wander(rng, world, count)


def race(rng: Random, count: int) -> Iterator[Picture]:
    """A stretch of the race that the demo shows."""
    painter = Painter(str(rng.integers(3)))
    start = float(rng.uniform(5, 340))
    for index in range(count):
        painted = painter.paint(start + index / RATE)
        places = np.frombuffer(painted, np.uint8, WIDTH * HEIGHT).reshape(HEIGHT, WIDTH)
        colours = np.frombuffer(painted, np.uint8, offset=WIDTH * HEIGHT).reshape(-1, 4)
        yield np.ascontiguousarray(colours[places, :3])


def _recording(name: str, area: Area, *, is_framed_anew: bool = False) -> Kind:
    """Return a kind that shows an area (shares of the picture) of stretches of a recording.

    A picture that stays the same throughout `is_framed_anew` in each shot, since nobody sees a cut
    between two alike.
    """

    def play(rng: Random, count: int) -> Iterator[Picture]:
        with av.open(str(FOOTAGE / name)) as container:
            length = (container.duration or 0) / 1e6 - count / RATE - 0.5
            start = float(rng.uniform(0, max(0.1, length)))
            left, top, right, bottom = _frame_anew(rng, area) if is_framed_anew else area
            container.seek(int(start * 1e6))
            shown = (f for f in container.decode(video=0) if f.time is not None and f.time >= start)
            for frame, _ in zip(shown, range(count), strict=False):
                small = frame.reformat(width=960, height=540, format="bgr24").to_ndarray()
                rows = slice(round(540 * top), round(540 * bottom))
                cut = small[rows, round(960 * left) : round(960 * right)]
                yield cv2.resize(cut, (WIDTH, HEIGHT), interpolation=cv2.INTER_AREA)

    return play


def _frame_anew(rng: Random, area: Area) -> Area:
    left, top, right, bottom = area
    share = rng.uniform(0.35, 0.75)
    x, y = rng.uniform(0, 1 - share, 2)
    width, height = right - left, bottom - top
    return (
        *(left + x * width, top + y * height),
        *(left + (x + share) * width, top + (y + share) * height),
    )


SEEN: dict[str, Kind] = {"tiles": tiles, "blotches": blotches, "sprites": sprites}
HELD_BACK: dict[str, Kind] = {"city": city, "embers": embers, "photos": photos, "race": race}
if FOOTAGE.exists():
    SEEN |= {
        "stream A": _recording("streamA.mp4", (0.28, 0.0, 1.0, 0.82)),
        "talk": _recording("talk.mp4", (0.0, 0.0, 1.0, 1.0), is_framed_anew=True),
    }
    HELD_BACK |= {
        "stream B": _recording("streamB.mp4", (0.0, 0.3, 1.0, 1.0)),
        "stream E": _recording("streamE.mp4", (0.0, 0.0, 1.0, 1.0)),
    }
# Games of one picture each: a cut within one may lead to nearly what it left.
ONE_GAME = frozenset({"race", "stream A", "stream B", "stream E"})
