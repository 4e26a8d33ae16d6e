"""Videos laid out as people record them, drawn by ffmpeg and numpy, with where the people are.

The face is the astronaut's, whose picture comes with scikit-image; the games are generated.
"""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import imageio_ffmpeg
import numpy as np
from numpy.typing import NDArray

from core.domain.clips.box import Box
from core.domain.clips.edit_plan import Layout
from tests.core.adapters.vision.conftest import find_astronaut

SECONDS, RATE, KEYS = 10, 15, 30
WIDTH, HEIGHT = 1920, 1080
_WORDS = "what people read from a page 120 400"
_DARK = "eq=brightness=-0.3:contrast=0.5"

Picture = NDArray[np.uint8]


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """How a layout is drawn, which answers are right for it, and where its cameras are.

    `graph` draws `[v]` from the inputs: 0 a game, 1 the astronaut, and then the pictures.
    """

    name: str
    graph: str
    right: tuple[Layout, ...]
    cameras: tuple[Box, ...] = ()
    pictures: tuple[str, ...] = ()
    game: str = "life=s=96x54:r={rate}:seed=7:mold=9:death_color=#203060:life_color=#80C040"


def _person(width: int, height: int, *, phase: float = 0.0, flip: bool = False) -> str:
    """Return the steps from the astronaut to a camera's picture in which the head moves."""
    mirrored = ",hflip,hue=h=25" if flip else ""
    moved = f"crop=320:240:'65+12*sin(t*5+{phase})':'20+8*sin(t*7+{phase})'"
    shape = f"crop='min(iw,ih*{width}/{height})':'min(ih,iw*{height}/{width})'"
    return f"{moved},{shape},scale={width}:{height},setsar=1{mirrored}"


_GAME = f"[0]scale={WIDTH}:{HEIGHT}:flags=neighbor,setsar=1[g]"


def _over_game(box: Box, extra: str = "") -> str:
    person = _person(box.width, box.height)
    return f"{_GAME};[1]{person}{extra}[c];[g][c]overlay={box.x}:{box.y}"


def _masked(box: Box) -> str:
    """Return a camera cut out by the mask that is the third input."""
    person = _person(box.width, box.height)
    mask = f"[2]scale={box.width}:{box.height},format=gray[m]"
    return f"{_GAME};[1]{person}[c];{mask};[c][m]alphamerge[d];[g][d]overlay={box.x}:{box.y}"


def _two(one: Box, other: Box) -> str:
    return (
        f"{_GAME};[1]split[p][q];[p]{_person(one.width, one.height)}[c];"
        f"[q]{_person(other.width, other.height, phase=2.0, flip=True)}[d];"
        f"[g][c]overlay={one.x}:{one.y}[h];[h][d]overlay={other.x}:{other.y}"
    )


def _montage(extra: str = "null") -> str:
    """Return shots of 2.5 s: a face at the left, a game, a face at the right, a game."""
    person = _person(640, 480)
    ground = f"color=#303848:s={WIDTH}x{HEIGHT}:r={RATE}:d=2.5,setsar=1"
    scaled = f"scale={WIDTH}:{HEIGHT}:flags=neighbor,setsar=1,trim=0:2.5,setpts=PTS-STARTPTS"
    return (
        f"[0]split[a][b];[a]{scaled}[x];[b]hue=h=90,{scaled}[y];"
        f"[1]{person},split[p][q];{ground}[l];{ground},hue=h=120[r];"
        "[l][p]overlay=60:300:shortest=1[s];[r][q]overlay=1200:300:shortest=1[t];"
        f"[s][x][t][y]concat=n=4:v=1,{extra}"
    )


_PLAIN = Box(x=24, y=780, width=480, height=270)
_CORNER = Box(x=1500, y=20, width=400, height=300)
_MIDDLE = Box(x=740, y=800, width=440, height=248)
_LEFT, _RIGHT = Box(x=20, y=760, width=400, height=300), Box(x=1500, y=760, width=400, height=300)
_UPPER, _LOWER = Box(x=1480, y=20, width=420, height=316), Box(x=1480, y=360, width=420, height=316)
_ROUND = Box(x=1540, y=700, width=340, height=340)
_SMALL = Box(x=1660, y=40, width=240, height=180)
_STACK = (Layout.STACK,)

LAYOUTS: tuple[Made, ...] = (
    Made(name="plain", graph=_over_game(_PLAIN), right=_STACK, cameras=(_PLAIN,)),
    Made(name="corner", graph=_over_game(_CORNER), right=_STACK, cameras=(_CORNER,)),
    Made(
        name="bordered",
        graph=_over_game(Box(x=18, y=774, width=480, height=270), ",pad=492:282:6:6:white"),
        right=_STACK,
        cameras=(_PLAIN,),
    ),
    Made(name="middle", graph=_over_game(_MIDDLE), right=_STACK, cameras=(_MIDDLE,)),
    Made(name="small", graph=_over_game(_SMALL), right=_STACK, cameras=(_SMALL,)),
    Made(name="rounded", graph=_masked(_PLAIN), right=_STACK, pictures=("rounded",)),
    Made(name="round", graph=_masked(_ROUND), right=_STACK, pictures=("round",)),
    Made(name="cut out", graph=_masked(_ROUND), right=_STACK, pictures=("head",)),
    Made(name="two cams", graph=_two(_LEFT, _RIGHT), right=_STACK, cameras=(_LEFT, _RIGHT)),
    Made(name="stacked cams", graph=_two(_UPPER, _LOWER), right=_STACK, cameras=(_UPPER, _LOWER)),
    Made(
        name="late cam",
        graph=f"{_over_game(_PLAIN)}:enable='gte(t,5)'",
        right=(Layout.STACK, Layout.FIT),
    ),
    Made(
        name="interview",
        graph=(
            f"color=#405060:s={WIDTH}x{HEIGHT}:r={RATE}[g0];[0]nullsink;[1]split[p][q];"
            f"[p]{_person(860, 900)}[c];[q]{_person(860, 900, phase=2.0, flip=True)}[d];"
            "[g0][c]overlay=60:100[h];[h][d]overlay=1000:100"
        ),
        right=_STACK,
    ),
    Made(
        name="talk",
        graph=f"[0]nullsink;[1]{_person(WIDTH, HEIGHT)}",
        right=(Layout.FOLLOW,),
    ),
    Made(
        name="walk",
        graph=(
            f"color=gray:s={WIDTH}x{HEIGHT}:r={RATE}[g];[0]nullsink;"
            "[1]crop=200:240:120:20,scale=500:600,setsar=1[c];"
            "[g][c]overlay='660+520*sin(2*PI*t/8)':240"
        ),
        right=(Layout.FOLLOW,),
    ),
    Made(
        name="slides",
        graph="[0]nullsink;[1]nullsink;[2]setsar=1",
        right=(Layout.FIT,),
        pictures=("page",),
    ),
    Made(
        name="slides, speaker",
        graph=(f"[0]nullsink;[2]setsar=1[g];[1]{_person(440, 330)}[c];[g][c]overlay=1440:40"),
        right=(Layout.STACK, Layout.FIT),
        pictures=("narrow page",),
    ),
    Made(name="game", graph=f"[1]nullsink;{_GAME};[g]null", right=(Layout.FIT, Layout.CENTRE)),
    Made(name="cuts", graph=_montage(), right=(Layout.FOLLOW, Layout.FIT, Layout.CENTRE)),
    Made(
        name="dark cuts",
        graph=_montage(_DARK),
        right=(Layout.FOLLOW, Layout.FIT, Layout.CENTRE),
    ),
)


def draw_picture(name: str) -> Picture:
    """Return a mask or a page by its name."""
    match name:
        case "rounded":
            mask = np.zeros((270, 480), np.uint8)
            for x, y, right, bottom in ((40, 0, 440, 270), (0, 40, 480, 230)):
                cv2.rectangle(mask, (x, y), (right, bottom), 255, -1)
            for x in (40, 439):
                for y in (40, 229):
                    cv2.circle(mask, (x, y), 40, 255, -1, cv2.LINE_AA)
            return mask
        case "round":
            disc = np.zeros((340, 340), np.uint8)
            cv2.circle(disc, (170, 170), 168, 255, -1, cv2.LINE_AA)
            return disc
        case "head":
            head = np.zeros((340, 340), np.uint8)
            cv2.ellipse(head, (170, 130), (95, 120), 0, 0, 360, 255, -1, cv2.LINE_AA)
            cv2.ellipse(head, (170, 340), (150, 130), 0, 0, 360, 255, -1, cv2.LINE_AA)
            return head
        case _:
            return _draw_page(words=_WORDS if name == "narrow page" else f"{_WORDS} {_WORDS}")


def _draw_page(*, words: str) -> Picture:
    page = np.full((HEIGHT, WIDTH, 3), 245, np.uint8)
    for row in range(13):
        cv2.putText(page, words, (60, 120 + row * 72), 0, 1.6, (40, 30, 30), 3, cv2.LINE_AA)
    return page


def make_layout(made: Made, folder: Path) -> Path:
    """Draw a layout into a folder and return the video."""
    out = folder / f"{made.name.replace(' ', '_').replace(',', '')}.mp4"
    inputs = ["-f", "lavfi", "-i", made.game.format(rate=RATE)]
    inputs += ["-loop", "1", "-framerate", str(RATE), "-i", str(find_astronaut())]
    for name in made.pictures:
        picture = folder / f"{name.replace(' ', '_')}.png"
        cv2.imwrite(str(picture), draw_picture(name))
        inputs += ["-loop", "1", "-framerate", str(RATE), "-i", str(picture)]
    run([*inputs, "-filter_complex", f"{made.graph}[v]", "-map", "[v]"], out)
    return out


def run(arguments: Sequence[str], out: Path) -> None:
    subprocess.run(
        [
            *(imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-y", *arguments),
            *("-t", str(SECONDS), "-r", str(RATE), "-c:v", "libx264", "-preset", "ultrafast"),
            *("-crf", "20", "-pix_fmt", "yuv420p", "-g", str(KEYS), str(out)),
        ],
        check=True,
    )
