"""The real client against the loopback service, and a short video to look at."""

import subprocess

import pytest

from core.adapters.analysts.gemini import GeminiAnalyst, open_client
from core.adapters.ffmpeg.supply import FfmpegSupply, choose_executable
from core.domain.videos.model_tuning import ModelTuning
from core.domain.videos.understanding import AnalysisWindow
from core.ports.understanding import WindowMaterial
from tests.servers.gemini import KEY, run_gemini

QUICK = ModelTuning(
    height=90,
    timeout_seconds=5.0,
    first_delay_seconds=0.01,
    poll_seconds=0.01,
    active_seconds=1.0,
    patience_seconds=1.0,
)


@pytest.fixture(scope="session")
def video(tmp_path_factory):
    """Twenty seconds of a test picture with a tone."""
    out = tmp_path_factory.mktemp("gemini") / "it's a [test], really.mp4"
    subprocess.run(
        [
            choose_executable(None),
            *("-v", "error", "-f", "lavfi", "-i", "testsrc2=size=320x180:rate=2:duration=20"),
            *("-f", "lavfi", "-i", "sine=frequency=440:duration=20"),
            *("-c:v", "libx264", "-preset", "ultrafast", "-c:a", "aac", "-shortest", str(out)),
        ],
        check=True,
    )
    return out


@pytest.fixture
async def gemini():
    async with run_gemini() as server:
        yield server


@pytest.fixture
def material(video):
    window = AnalysisWindow(number=1, start_seconds=0.0, end_seconds=20.0)
    return WindowMaterial(video=video, window=window, has_audio=True, title="A stream")


@pytest.fixture
async def make_analyst(gemini, tmp_path):
    """Make analysts whose clients are closed when the test ends."""
    opened = []

    async def make(tuning=QUICK):
        context = open_client(api_key=KEY, base_url=gemini.url, tuning=tuning)
        client = await context.__aenter__()
        opened.append(context)
        return GeminiAnalyst(
            client=client, ffmpeg=FfmpegSupply(), scratch=tmp_path / "copies", tuning=tuning
        )

    yield make
    for context in opened:
        await context.__aexit__(None, None, None)
