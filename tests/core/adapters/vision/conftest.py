"""Films with a face in them: the astronaut whose picture scikit-image's wheel carries."""

from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.core.adapters.conftest import run_tool
from tests.made_once import make_once

SHARED = Path(__file__).parents[5] / "shared" / "footage"
SECONDS = 4
_X264 = ("-c:v", "libx264", "-preset", "ultrafast", "-crf", "18", "-pix_fmt", "yuv420p")


def find_astronaut() -> Path:
    """Return the picture's file; skimage itself is not imported, which would take a second."""
    spec = find_spec("skimage")
    assert spec is not None
    assert spec.submodule_search_locations
    return Path(spec.submodule_search_locations[0]) / "data" / "astronaut.png"


def _game(seconds: float = SECONDS) -> tuple[str, ...]:
    """Return a game of life in two colours: nothing in it stays where it is."""
    colours = "death_color=#203060:life_color=#80C040"
    return ("-f", "lavfi", "-t", str(seconds), "-i", f"life=s=96x54:r=10:seed=7:mold=9:{colours}")


def _astronaut(seconds: float = SECONDS) -> tuple[str, ...]:
    return ("-loop", "1", "-framerate", "10", "-t", str(seconds), "-i", str(find_astronaut()))


def compose(out: Path, graph: str, *inputs: str, keys: int = 5) -> None:
    run_tool(
        *("-y", "-v", "error", *inputs, "-filter_complex", f"{graph}[v]", "-map", "[v]"),
        *(*_X264, "-g", str(keys), "-threads", "1", out),
    )


@pytest.fixture(scope="session")
def face_films(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of films with and without a face."""
    return make_once(tmp_path_factory, "faces", _make_face_films)


def _make_face_films(folder: Path) -> None:
    big = "scale=960:540:flags=neighbor,setsar=1"
    cam = "crop=320:240:'65+12*sin(t*5)':'20+8*sin(t*7)',scale=240:180,setsar=1"
    compose(
        folder / "cam.mp4", f"[0]{big}[g];[1]{cam}[c];[g][c]overlay=700:20", *_game(), *_astronaut()
    )
    compose(
        folder / "cam_rare_keys.mp4",
        f"[0]{big}[g];[1]{cam},pad=248:188:4:4:white[c];[g][c]overlay=0:352",
        *(*_game(), *_astronaut()),
        keys=250,
    )
    compose(folder / "game.mp4", f"[0]{big}", *_game())
    compose(
        folder / "talk.mp4",
        "[0]crop=480:270:'16+6*sin(t*2)':10,scale=960:540,setsar=1",
        *_astronaut(),
    )
    compose(
        folder / "insert.mp4",
        f"[0]crop=480:270:16:10,scale=960:540,setsar=1[t];[1]{big}[g];"
        "[t][g]overlay=enable='between(t,0.55,0.85)'",
        *(*_astronaut(), *_game()),
    )
    walk = "overlay='330+240*sin(2*PI*t/4)':120"
    compose(
        folder / "walk.mp4",
        f"color=gray:s=960x540:r=10:d=4[g];[0]crop=200:240:120:20,setsar=1[c];[g][c]{walk}:shortest=1",
        *_astronaut(),
    )
    left = (
        "color=gray:s=960x540:r=10:d=2[g];[0]trim=0:2,crop=200:240:120:20[c];[g][c]overlay=40:120"
    )
    right = (
        "color=navy:s=960x540:r=10:d=2[h];[1]trim=0:2,crop=200:240:120:20[d];[h][d]overlay=700:90"
    )
    compose(
        folder / "cut.mp4",
        f"{left},setsar=1[x];{right},setsar=1[y];[x][y]concat=n=2:v=1",
        *(*_astronaut(), *_astronaut()),
        keys=250,
    )
    compose(
        folder / "ball.mp4",
        "color=gray:s=960x540:r=10:d=4[g];color=red:s=120x120:r=10:d=4[b];"
        "[g][b]overlay='700+60*sin(t*9)':200",
    )
    run_tool(
        *("-y", "-v", "error", "-display_rotation", "90", "-i", folder / "talk.mp4"),
        *("-c", "copy", folder / "turned.mp4"),
    )


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whatever asks for a film with a face runs the real ffmpeg."""
    for item in items:
        if "face_films" in getattr(item, "fixturenames", ()):
            item.add_marker("ffmpeg")
