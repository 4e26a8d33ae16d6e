"""What a face model's failure costs is the face, never the clip."""

import json

import cv2
import pytest

from bot.cli import run_command
from core.adapters.ffmpeg.stills import find_best_still
from core.adapters.vision import faces

pytestmark = pytest.mark.ffmpeg


def lose(monkeypatch, folder):
    monkeypatch.setattr(faces, "MODEL_FILE", folder / "lost.onnx")


def damage(monkeypatch, folder):
    (folder / "damaged.onnx").write_bytes(faces.MODEL_FILE.read_bytes()[:-1])
    monkeypatch.setattr(faces, "MODEL_FILE", folder / "damaged.onnx")


def misrun(monkeypatch, folder):
    def refuse(content):
        raise cv2.error("this OpenCV knows no such layer")

    monkeypatch.setattr(cv2.dnn, "readNetFromONNX", refuse)


@pytest.mark.parametrize("spoil", [lose, damage, misrun])
def test_a_clip_and_its_cover_are_made_without_the_face_model(
    face_films, monkeypatch, tmp_path, capsys, quick_ffmpeg, spoil
):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TRUSS_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("TRUSS_FFMPEG", quick_ffmpeg)
    spoil(monkeypatch, tmp_path)
    video, out = face_films / "talk.mp4", tmp_path / "clip.mp4"

    status = run_command(
        ["clip", str(video), "--start", "1", "--end", "2", "--out", str(out), "--json"]
    )

    assert status == 0
    assert json.loads(capsys.readouterr().out.splitlines()[-1])
    assert out.stat().st_size > 0
    assert 0 <= find_best_still(out, 0.5) <= 1.1
