import argparse
import os
import subprocess
import sys
from pathlib import Path

import pytest

from bot.arguments import make_parser, read_offset
from bot.cli import run_command

ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def _elsewhere(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TRUSS_HOME", str(tmp_path / "home"))


def _run(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "bot", *words],
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )


def test_the_help_names_every_command():
    text = make_parser().format_help()

    assert all(command in text for command in ("demo", "replay", "run"))


def test_an_unknown_command_ends_with_status_2(capsys):
    with pytest.raises(SystemExit) as raised:
        run_command(["fly"])

    assert raised.value.code == 2


def test_a_mistyped_path_is_one_sentence_and_status_2(tmp_path):
    """Whoever mistypes a path reads what to do, not a traceback."""
    ended = _run("replay", str(tmp_path / "missing.csv"), "--json")

    assert ended.returncode == 2
    assert ended.stdout == ""
    assert "missing.csv" in ended.stderr
    assert "Traceback" not in ended.stderr
    assert len(ended.stderr.strip().splitlines()) == 1


@pytest.mark.parametrize(
    ("name", "content"),
    [("empty.csv", ""), ("prose.csv", "Once upon a time\nthere was a file.\n")],
)
def test_a_chat_that_cannot_be_read_is_one_sentence_and_status_2(tmp_path, capsys, name, content):
    (tmp_path / name).write_text(content)

    status = run_command(["replay", str(tmp_path / name), "--json"])

    told = capsys.readouterr()
    assert status == 2
    assert told.out == ""
    assert name in told.err
    assert "Traceback" not in told.err
    assert len(told.err.strip().splitlines()) == 1


def test_a_video_that_is_none_is_refused_before_anything_is_written(tmp_path):
    (tmp_path / "chat.csv").write_text("t_seconds,user,text\n1,a,hi\n")
    (tmp_path / "video.mp4").write_text("not a video")

    ended = _run(
        "replay", str(tmp_path / "chat.csv"), "--video", str(tmp_path / "video.mp4"), "--json"
    )

    assert ended.returncode == 2
    assert "video.mp4" in ended.stderr
    assert list((tmp_path / "home" / "replays").iterdir()) == []


def test_a_wrong_setting_is_one_sentence_and_status_2(monkeypatch, tmp_path):
    monkeypatch.setenv("TRUSS_WEB_PORT", "many")

    ended = _run("demo", "--once")

    assert ended.returncode == 2
    assert "TRUSS_WEB_PORT" in ended.stderr


def test_a_recorded_chat_becomes_spikes(tmp_path):
    """The smallest whole run: a CSV in, JSON lines out, nothing left in the home."""
    lines = ["t_seconds,user,text"]
    lines += [f"{t},viewer{t % 40},just chatting about the game here" for t in range(0, 900, 3)]
    lines += [f"{901 + n * 0.2:.1f},viewer{n % 40},LETS GOOO" for n in range(50)]
    lines += [f"{915 + 3 * n},viewer{n},that was something to see today" for n in range(30)]
    (tmp_path / "chat.csv").write_text("\n".join(lines))

    ended = _run("replay", str(tmp_path / "chat.csv"), "--json")

    assert ended.returncode == 0, ended.stderr
    assert len(ended.stdout.splitlines()) == 1
    assert '"start_s"' in ended.stdout
    assert list((tmp_path / "home" / "replays").iterdir()) == []


@pytest.mark.parametrize(
    ("text", "seconds"), [("95.5", 95.5), ("-3", -3.0), ("1:35", 95.0), ("0:01:35.5", 95.5)]
)
def test_an_offset_is_seconds_or_a_clock(text, seconds):
    assert read_offset(text) == seconds


@pytest.mark.parametrize("text", ["nan", "inf", "1e9", "x", ""])
def test_what_is_no_offset_is_refused(text):
    with pytest.raises(argparse.ArgumentTypeError, match="write seconds"):
        read_offset(text)
