"""`trussbot clip` as people type it: real files, a real ffmpeg, and files that mean harm."""

import argparse
import asyncio
import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from bot.arguments import make_parser
from bot.cli import run_command
from bot.commands.clip import read_offset, read_path, read_wish, run_clip
from bot.cutter import open_cutter
from config.settings import load_settings
from core.adapters.ffmpeg.supply import choose_executable
from core.domain.videos.spoken_word import Word
from core.errors import InvalidInput
from core.ports.clips import Hearing
from tests.made_once import make_once

ROOT = Path(__file__).parents[3]
FFMPEG = str(choose_executable(None))
pytestmark = pytest.mark.ffmpeg


@pytest.fixture(autouse=True)
def _elsewhere(monkeypatch, tmp_path, quick_ffmpeg):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TRUSS_FFMPEG", quick_ffmpeg)
    monkeypatch.setenv("TRUSS_HOME", str(tmp_path / "home"))


@pytest.fixture
def _own_preset(monkeypatch):
    """Pack clips as people get them."""
    monkeypatch.delenv("TRUSS_FFMPEG")


@pytest.fixture(scope="module")
def films(tmp_path_factory):
    """Small films, and files that only say they are some."""
    return make_once(tmp_path_factory, "clip-films", _make_films)


def _make_films(folder: Path) -> None:
    picture = ("-f", "lavfi", "-i", "testsrc2=s=320x180:r=12:d=8")
    # The corners of the test picture are searched for cameras, which takes most of a cut's time.
    calm = ("-f", "lavfi", "-i", "gradients=s=320x180:r=12:d=8:seed=7,format=yuv420p")
    sound = ("-f", "lavfi", "-i", "sine=f=440:r=48000")
    codec = ("-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-g", "12")

    def make(name: str, *words: str) -> None:
        command = [FFMPEG, "-v", "error", "-nostdin", "-y", *words, str(folder / name)]
        subprocess.run(command, check=True)

    make("plain.mp4", *picture, *sound, "-shortest", *codec, "-c:a", "aac")
    make("mute.mkv", *calm, *codec)
    make("odd.ts", *calm, "-t", "3", "-vf", "scale=322:182,setsar=1", *codec)
    make("recording.flv", *calm, *sound, "-t", "3", *codec, "-c:a", "aac")
    make("web.webm", *calm, "-t", "3", "-c:v", "libvpx", "-deadline", "realtime", "-b:v", "1M")
    make("turned.mp4", "-display_rotation", "90", "-i", str(folder / "plain.mp4"), "-c", "copy")
    make("song.m4a", *sound, "-t", "3", "-c:a", "aac")
    plain = (folder / "plain.mp4").read_bytes()
    mute = (folder / "mute.mkv").read_bytes()
    (folder / "cut_off.mkv").write_bytes(mute[: len(mute) // 7])
    (folder / "no_index.mp4").write_bytes(plain[:20_000])
    (folder / "empty.mp4").touch()
    (folder / "text.mp4").write_text("hello\n" * 500)
    secret = folder / "secret.mp4"
    secret.write_bytes(plain)
    (folder / "playlist.mp4").write_text(
        f"#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:6,\n{secret}\n#EXT-X-ENDLIST\n"
    )
    (folder / "script.mp4").write_text(f"ffconcat version 1.0\nfile '{secret}'\n")
    (folder / "network.mp4").write_text(
        "#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:6,\nhttp://127.0.0.1:9/a.ts\n#EXT-X-ENDLIST\n"
    )


def cut(video: Path, *words: str, out: str = "clip.mp4") -> int:
    window = () if "--start" in words else ("--start", "1", "--end", "2")
    return run_command(["clip", str(video), *window, "--out", out, *words])


def parse(*words: str) -> argparse.Namespace:
    return make_parser().parse_args(["clip", "a.mp4", "--out", "b.mp4", *words])


def list_names(folder: Path) -> list[str]:
    return sorted(entry.name for entry in folder.iterdir() if entry.name != "home")


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("95.5", 95.5), ("1:35.5", 95.5), ("0:01:35.5", 95.5), ("2:00:00", 7200), ("0", 0)],
)
def test_an_offset_is_seconds_or_a_time(text, seconds):
    assert read_offset(text) == seconds


@pytest.mark.parametrize("text", ["", "ten", "1:2:3:4", "-5", "nan", "inf", "1:", "1e99"])
def test_an_offset_that_is_none_is_refused(text):
    with pytest.raises(InvalidInput, match="not an offset"):
        read_offset(text)


def test_a_path_is_a_list_or_what_was_printed():
    assert read_path("[[0, 100], [0.5, 200]]") == ((0.0, 100), (0.5, 200))
    assert read_path('{"layout": "follow", "path": [[0, 8]]}') == ((0.0, 8),)


@pytest.mark.parametrize(
    "content",
    ["", "[]", "[[1, 2], [0, 3]]", "[1, 2]", '{"a": 1}', "[[0]]", "[" * 9000, "null", "[[NaN, 1]]"],
)
def test_a_path_that_is_none_is_refused(content):
    with pytest.raises(InvalidInput, match="contains no path"):
        read_path(content)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--start", "5", "--end", "5"), "must be after"),
        (("--start", "0", "--end", "181"), "at most 180 s"),
        (("--start", "0", "--end", "5", "--max-mb", "0"), "number of megabytes"),
        (("--start", "0", "--end", "5", "--max-mb", "nan"), "number of megabytes"),
    ],
)
def test_a_wish_that_makes_no_sense_is_refused(words, said):
    with pytest.raises(InvalidInput, match=said):
        read_wish(parse(*words))


def test_megabytes_are_millions_of_bytes_and_auto_is_our_choice():
    """1 MB of 1,000,000 bytes also fits where somebody means 1 MiB."""
    wish = read_wish(parse("--start", "0:01", "--end", "3", "--max-mb", "9.5"))

    assert (wish.start_seconds, wish.bytes_max, wish.layout) == (1.0, 9_500_000, None)


@pytest.mark.usefixtures("_own_preset")
def test_the_json_says_all_of_the_clip(films, capsys):
    status = cut(films / "plain.mp4", "--layout", "stack", "--facecam", "8,40,64,36", "--json")

    said = json.loads(capsys.readouterr().out)
    assert status == 0
    assert (said["layout"], said["facecam"]) == ("stack", [8, 40, 64, 36])
    assert said["duration_s"] == pytest.approx(1.0, abs=0.04)
    assert said["size_bytes"] == Path("clip.mp4").stat().st_size
    assert said["loudness_lufs"] == pytest.approx(-14.0, abs=1.0)
    assert said["why"] == "The facecam's place was given."
    assert said["ffmpeg"].count("libx264") == 1
    assert said["ffmpeg"][-1] == f"file:{Path('clip.mp4').absolute()}"


@pytest.mark.usefixtures("_own_preset")
def test_the_printed_command_makes_the_same_file_again(films, capsys):
    """Captions included: their document is still there."""
    Path("words.srt").write_text("1\n00:00:01,000 --> 00:00:02,000\nHello {there}\n")
    cut(films / "plain.mp4", "--layout", "fit", "--captions", "words.srt", "--json")
    command = json.loads(capsys.readouterr().out)["ffmpeg"]
    size = Path("clip.mp4").stat().st_size
    Path("clip.mp4").unlink()

    subprocess.run(command, check=True, capture_output=True)

    # The encoder's threads now and then decide differently by a few bytes.
    assert Path("clip.mp4").stat().st_size == pytest.approx(size, rel=0.01)
    assert any("ass=filename=" in word for word in command)


def test_a_printed_path_can_be_given_again(films, capsys):
    Path("path.json").write_text("[[0, 10], [0.5, 150], [1, 150]]")
    words = ("--layout", "follow", "--path")
    cut(films / "plain.mp4", *words, "path.json", "--json")
    printed = capsys.readouterr().out
    Path("again.json").write_text(printed)

    cut(films / "plain.mp4", *words, "again.json", "--json", out="again.mp4")

    path = json.loads(printed)["path"]
    assert len(path) == 12
    assert path[0] == [0.0, 10]
    assert json.loads(capsys.readouterr().out)["path"] == path


def test_what_was_made_is_said_in_a_line(films, capsys):
    assert cut(films / "mute.mkv", "--layout", "centre", "--start", "7", "--end", "9") == 0

    said = capsys.readouterr().out
    assert "centre, 1080x1920" in said
    assert "no sound" in said
    assert "The video ends before --end." in said


def test_captions_elsewhere_are_told(films, capsys):
    Path("words.json").write_text('[{"text": "late", "start": 6, "end": 7}]')

    cut(films / "plain.mp4", "--layout", "centre", "--captions", "words.json")

    assert "None of the captions fall into this window." in capsys.readouterr().out


def test_a_sheet_lies_beside_the_clip(films):
    assert cut(films / "plain.mp4", "--layout", "centre", "--sheet", "sheet.jpg") == 0

    assert Path("sheet.jpg").read_bytes().startswith(b"\xff\xd8")


@pytest.mark.parametrize("name", ["mute.mkv", "odd.ts", "recording.flv", "web.webm", "turned.mp4"])
def test_whatever_container_people_have_is_cut_by_our_own_choice(films, name):
    assert cut(films / name) == 0

    assert list_names(Path()) == ["clip.mp4"]


def test_a_broken_tail_is_cut_up_to_where_it_breaks(films):
    assert cut(films / "cut_off.mkv", "--layout", "fit", "--start", "0", "--end", "8") == 0


HOSTILE = {
    "empty.mp4": "is empty",
    "text.mp4": "is not a readable video",
    "no_index.mp4": "cut off before its index",
    "playlist.mp4": "is not a readable video",
    "script.mp4": "is not a readable video",
    "network.mp4": "is not a readable video",
    "song.m4a": "has no moving picture",
    "gone.mp4": "no file at",
}


@pytest.mark.parametrize("name", sorted(HOSTILE))
def test_what_is_no_video_ends_in_a_sentence_and_leaves_nothing(films, capsys, name):
    assert cut(films / name) == 2

    said = capsys.readouterr().err
    assert HOSTILE[name] in said
    assert said.count("\n") == 1
    assert list_names(Path()) == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--start", "50", "--end", "60"), "choose another window"),
        (("--facecam", "300,0,100,100"), "320x180"),
        (("--layout", "stack"), "No facecam was found"),
        (("--captions", "gone.srt"), "There is no file"),
        (("--layout", "follow", "--path", "gone.json"), "cannot be read"),
        (("--layout", "centre", "--max-mb", "0.01"), "do not fit into"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_sentence(films, capsys, words, said):
    assert cut(films / "plain.mp4", *words) == 2

    assert said in capsys.readouterr().err
    assert list_names(Path()) == []


def test_a_place_that_cannot_be_written_is_told(films, capsys):
    Path("taken").touch()

    assert cut(films / "plain.mp4", "--layout", "centre", out="taken/clip.mp4") == 2

    assert "choose another place" in capsys.readouterr().err


@pytest.fixture
def interruptible():
    """Let children hear SIGINT, which those of a background shell are born deaf to."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("interruptible", "_own_preset")
@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_a_kill_in_the_middle_leaves_no_file_and_no_ffmpeg(films, tmp_path, how):
    process = subprocess.Popen(
        [
            *(sys.executable, "-m", "bot", "clip", str(films / "plain.mp4")),
            *("--start", "0", "--end", "8", "--layout", "fit", "--out", "out/clip.mp4"),
        ],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    running = _wait_for_render(process)
    os.kill(running, signal.SIGSTOP)  # so that it cannot finish before the signal arrives

    process.send_signal(how)
    process.wait(timeout=120)

    _wait_until_gone(running)
    assert list_names(tmp_path / "out") == []


def _wait_for_render(process: subprocess.Popen[bytes]) -> int:
    """Return the id of the ffmpeg that encodes for this process, once it does."""
    until = time.monotonic() + 60
    while time.monotonic() < until and process.poll() is None:
        for entry in Path("/proc").glob("[0-9]*"):
            # Before it is ffmpeg it is what binds its life to ours, and does not yet.
            if (
                _has_parent(entry, process.pid)
                and _reads(entry / "comm", "ffmpeg")
                and _reads(entry / "cmdline", "libx264")
            ):
                return int(entry.name)
    raise AssertionError(f"no render was seen; the command ended with {process.poll()}")


def _has_parent(entry: Path, process_id: int) -> bool:
    """Say whether a process of /proc has this parent: proc(5), the field behind the state."""
    try:
        fields = (entry / "stat").read_text(errors="replace").rpartition(")")[2].split()
    except OSError:
        return False
    return fields[1] == str(process_id)


def _reads(file: Path, text: str) -> bool:
    try:
        return text in file.read_bytes().decode(errors="replace")
    except OSError:
        return False


def _wait_until_gone(process_id: int) -> None:
    until = time.monotonic() + 10
    while _reads(Path(f"/proc/{process_id}/cmdline"), "libx264"):
        assert time.monotonic() < until, "ffmpeg outlived its caller"


class Ears:
    """Hears one word a second into the window, or nothing."""

    def __init__(self, *texts):
        self.texts = texts

    async def listen(self, video, *, start_seconds, end_seconds, until_seconds=None):
        at = start_seconds + 1.2
        words = (Word(text=t, start_seconds=at, end_seconds=at + 0.4) for t in self.texts)
        return Hearing(words=tuple(words))


@pytest.mark.parametrize(
    ("ears", "said"), [(Ears("Hello"), ""), (Ears(), "No speech was recognised")]
)
def test_what_is_heard_becomes_captions(films, capsys, ears, said):
    wish = read_wish(
        parse("--start", "1", "--end", "2", "--layout", "centre", "--listen", "--json")
    )
    wish = replace(wish, video=films / "plain.mp4", out=Path("clip.mp4"))

    settings = load_settings(home=Path("home"))
    cutter = replace(open_cutter(settings), listener=ears)
    asyncio.run(run_clip(settings, wish, cutter=cutter))

    told = json.loads(capsys.readouterr().out)
    assert any("ass=" in word for word in told["ffmpeg"]) is bool(ears.texts)
    assert said in told["why"]


def test_who_listens_needs_a_model(films, capsys, monkeypatch):
    monkeypatch.setattr("core.adapters.speech.packaged._locate", lambda *_: None)

    assert cut(films / "plain.mp4", "--listen") == 2
    assert "or set TRUSS_WHISPER_MODEL" in capsys.readouterr().err


def test_who_listens_needs_the_package(films, capsys, monkeypatch):
    monkeypatch.setenv("TRUSS_WHISPER_MODEL", "small")
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)

    assert cut(films / "plain.mp4", "--listen") == 2
    assert "pip install 'truss-bot[words]'" in capsys.readouterr().err


def test_captions_come_from_a_file_or_from_listening(capsys):
    with pytest.raises(SystemExit):
        parse("--start", "1", "--end", "2", "--captions", "a.srt", "--listen")
    assert "not allowed with" in capsys.readouterr().err


@pytest.mark.parametrize("option", ["--out", "--sheet"])
def test_a_clip_never_takes_the_place_of_its_own_video(films, tmp_path, option, capsys):
    """By another name too: what was cut is all that would be left of the recording."""
    video = tmp_path / "stream.mp4"
    video.write_bytes((films / "plain.mp4").read_bytes())
    (tmp_path / "other").symlink_to(tmp_path)
    whole = video.read_bytes()

    status = cut(video, "--layout", "fit", option, str(tmp_path / "other" / "stream.mp4"))

    assert status == 2
    assert "would be overwritten: write to another file" in capsys.readouterr().err
    assert video.read_bytes() == whole


def test_a_clip_and_its_sheet_need_two_places(films, capsys):
    assert cut(films / "plain.mp4", "--layout", "fit", "--sheet", "clip.mp4") == 2
    assert "different files" in capsys.readouterr().err


def test_a_path_of_no_end_is_not_read(films, capsys):
    assert cut(films / "plain.mp4", "--layout", "follow", "--path", "/dev/zero") == 2
    assert "give what --json printed" in capsys.readouterr().err
