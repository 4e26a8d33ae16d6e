import json
import subprocess
from typing import Any

import pytest

from bot.commands.replay import run_replay
from config.settings import load_settings
from core.adapters.ffmpeg.supply import choose_executable
from core.errors import InvalidInput
from tests.builders import make_facts
from tests.fakes.charts import FakePainter
from tests.fakes.media import FakeAnalyst, FakeProber, FakeRenderer, FakeSignalReader
from tests.fakes.vision import FakeFacecamFinder, FakeSubjectTracker

FAKES: dict[str, Any] = {
    "prober": FakeProber(default=make_facts(duration_seconds=720.0)),
    "signals": FakeSignalReader(),
    "renderer": FakeRenderer(),
    "analyst": FakeAnalyst(),
    "facecams": FakeFacecamFinder(),
    "tracker": FakeSubjectTracker(),
}


@pytest.fixture
def chat(tmp_path):
    """Twelve minutes of small talk with one eruption of 45 people at 500 s."""
    rows = [
        f"{t},viewer{t % 37},we are talking about the weather number {t}" for t in range(0, 720, 2)
    ]
    rows += [f"{500 + n * 0.2:.1f},fan{n},{('LETS GOOO', 'POG', 'WOW')[n % 3]}" for n in range(45)]
    rows.sort(key=lambda row: float(row.split(",")[0]))
    path = tmp_path / "chat.csv"
    path.write_text("t_seconds,user,text\n" + "\n".join(rows) + "\n")
    return path


@pytest.fixture
def settings(tmp_path):
    return load_settings(home=tmp_path / "home")


async def test_each_spike_is_one_line_of_json(settings, chat, capsys):
    status = await run_replay(settings, chat=chat, video=None, out=None, as_json=True)

    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert status == 0
    assert len(lines) == 1
    spike = lines[0]
    assert 500 < spike["detected_at_s"] < 515
    assert spike["start_s"] < 500 < spike["end_s"]
    assert spike["end_s"] - spike["start_s"] <= 30
    assert spike["chatters"] > spike["usual_chatters"]
    assert spike["reaction"] == "hype"
    assert spike["evidence"]


async def test_a_chat_that_is_cut_off_gives_the_same_spikes_up_to_there(
    settings, chat, tmp_path, capsys
):
    """What was reported live would have been reported the same way."""
    await run_replay(settings, chat=chat, video=None, out=None, as_json=True)
    whole = capsys.readouterr().out
    lines = chat.read_text().splitlines(keepends=True)
    cut = tmp_path / "cut.csv"

    for count in (len(lines) // 2, len(lines) * 3 // 4, len(lines) - 5):
        cut.write_text("".join(lines[:count]))
        await run_replay(settings, chat=cut, video=None, out=None, as_json=True)

        assert whole.startswith(capsys.readouterr().out)


async def test_without_json_people_read_sentences(settings, chat, capsys):
    await run_replay(settings, chat=chat, video=None, out=None, as_json=False)

    text = capsys.readouterr().out
    assert "8:2" in text
    assert "people wrote" in text


async def test_a_picture_shows_the_stream(settings, chat, tmp_path):
    painter = FakePainter()
    picture = tmp_path / "chat.svg"

    await run_replay(
        settings, chat=chat, video=None, out=None, as_json=True, picture=picture, charts=painter
    )

    chart = painter.painted[picture]
    assert [500 <= spike.peak_seconds < 515 for spike in chart.spikes] == [True]
    assert max(point.messages_per_second for point in chart.rates) > 1


async def test_a_picture_of_another_kind_is_refused_before_anything_is_heard(
    settings, chat, tmp_path, capsys
):
    picture = tmp_path / "chat.gif"

    with pytest.raises(InvalidInput, match=r"\.png or \.svg"):
        await run_replay(settings, chat=chat, video=None, out=None, as_json=True, picture=picture)

    assert capsys.readouterr().out == ""


async def test_with_a_video_the_clips_lie_in_the_folder(settings, chat, tmp_path, capsys):
    video = tmp_path / "stream.mp4"
    video.write_bytes(b"a video")
    out = tmp_path / "out"

    status = await run_replay(settings, chat=chat, video=video, out=out, as_json=True, **FAKES)

    printed = capsys.readouterr()
    spike = json.loads(printed.out)
    assert status == 0, printed
    assert spike["clip"]["status"] == "published"
    assert sorted(path.name for path in out.rglob("*") if path.is_file()) == [
        "clip.json",
        "clip.mp4",
        "thumbnail.jpg",
    ]
    assert list((tmp_path / "home" / "replays").iterdir()) == []


async def test_a_spike_outside_of_the_video_is_said_so(settings, chat, tmp_path, capsys):
    """The chat went on after the recording: nothing is cut, and nobody wonders why."""
    video = tmp_path / "short.mp4"
    video.write_bytes(b"a video")
    short = FAKES | {"prober": FakeProber(default=make_facts(duration_seconds=100.0))}

    await run_replay(settings, chat=chat, video=video, out=tmp_path / "out", as_json=True, **short)

    assert "1 of 1 eruptions lies outside of the video" in capsys.readouterr().err


async def test_a_quiet_chat_says_what_to_try(settings, tmp_path, capsys):
    quiet = tmp_path / "quiet.csv"
    quiet.write_text("t_seconds,user,text\n1,a,hello\nbroken\n5,b,hi\n")

    assert await run_replay(settings, chat=quiet, video=None, out=None, as_json=True) == 0

    printed = capsys.readouterr()
    assert printed.out == ""
    assert "No eruption was found" in printed.err
    assert "1 broken line" in printed.err


async def test_a_folder_that_cannot_be_written_is_one_sentence(settings, chat, tmp_path):
    video = tmp_path / "stream.mp4"
    video.write_bytes(b"a video")
    (tmp_path / "out").write_text("a file")

    with pytest.raises(InvalidInput, match="choose another --out"):
        await run_replay(
            settings, chat=chat, video=video, out=tmp_path / "out", as_json=True, **FAKES
        )


@pytest.fixture
def film(tmp_path):
    """Nine minutes of a small test picture with a tone."""
    video = tmp_path / "film.mp4"
    subprocess.run(
        [
            *(str(choose_executable(None)), "-v", "error"),
            *("-f", "lavfi", "-i", "testsrc2=s=320x180:r=10:d=540"),
            *("-f", "lavfi", "-i", "sine=f=330:d=540", "-shortest"),
            *("-c:v", "libx264", "-preset", "ultrafast", "-c:a", "aac", str(video)),
        ],
        check=True,
    )
    return video


@pytest.mark.ffmpeg
async def test_real_clips_come_out_of_a_real_video(settings, chat, film, tmp_path, capsys):
    """Small on purpose, but every part is the real one."""
    await run_replay(settings, chat=chat, video=film, out=tmp_path / "out", as_json=True)

    spike = json.loads(capsys.readouterr().out)
    assert spike["clip"]["virality_score"] in range(101)
    assert spike["clip"]["reasons"]
    clips = list((tmp_path / "out").glob("*/clip.mp4"))
    assert len(clips) == 1
