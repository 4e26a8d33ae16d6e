"""What others made and Truss comes with has a notice, in its own files and in what is installed."""

import hashlib
import re
from pathlib import Path

import pytest

from core.adapters.captions import font, glyphs
from core.adapters.speech.packaged import BASE, TINY_EN
from core.adapters.vision import faces

ROOT = Path(__file__).parent.parent
NOTICES = (ROOT / "NOTICES.md").read_text()
PACKAGES = ("bot", "cogs", "config", "core")
WRITTEN_HERE = {".py", ".html", ".css", ".js", ".svg", ".example"}
CREDITS = re.compile(r"copyright|licen[sc]ed? under|@license|spdx-", re.IGNORECASE)
LOCKS = ("requirements.lock", "requirements-words.lock", "requirements-words-all.lock")


def list_shipped():
    return sorted(
        path
        for package in PACKAGES
        for path in (ROOT / package).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    )


def list_rows(heading):
    section = NOTICES.split(f"\n## {heading}\n", 1)[1].split("\n## ", 1)[0]
    rows = re.findall(r"^\| ([a-z0-9-]+) \| (.+) \|$", section, re.MULTILINE)
    return [row for row in rows if row != ("package", "licence")]


def test_each_file_that_was_not_written_here_is_named_with_its_hash():
    """Whoever passes Truss on must be able to say what is in it."""
    foreign = [path for path in list_shipped() if path.suffix not in WRITTEN_HERE]
    licences = [path for path in foreign if path.name == "LICENSE"]

    assert foreign
    for path in set(foreign) - set(licences):
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        assert f"`{path.relative_to(ROOT)}`" in NOTICES
        assert digest in NOTICES, f"{path.name} was exchanged"
    assert [path for path in licences if str(path.relative_to(ROOT)) not in NOTICES] == []


def test_no_script_or_style_was_taken_from_elsewhere_without_a_word():
    """A vendored file usually says whose it is in its head."""
    texts = [path for path in list_shipped() if path.suffix in {".css", ".js", ".svg", ".html"}]

    assert texts
    assert [path.name for path in texts if CREDITS.search(path.read_text())] == []


def test_the_face_model_that_is_loaded_is_the_one_that_has_the_notice():
    assert faces.MODEL_SHA256 in NOTICES
    assert (faces.MODEL_FILE.parent / "LICENSE").read_text().count("MIT License") == 1


def test_each_package_that_is_installed_has_its_licence_listed():
    """Whoever adds a dependency says under which licence it is; whoever drops one, too."""
    locked = {
        name
        for lock in LOCKS
        for name in re.findall(r"^([a-z0-9-]+)==", (ROOT / lock).read_text(), re.MULTILINE)
    }
    rows = list_rows("Packages")

    assert {name for name, _ in rows} == locked
    assert [name for name, licence in rows if not licence.strip()] == []


@pytest.mark.parametrize(
    "package",
    sorted(
        {part[0] for model in (TINY_EN, BASE) for file in model.files for part in file.parts}
        | set(glyphs._PACKAGES)
        | {"imageio-ffmpeg", "av", "opencv-python-headless", "faster-whisper"}
    ),
)
def test_models_fonts_and_programs_inside_packages_are_named_for_what_they_are(package):
    """A package's own licence says nothing of what somebody else's file in it is under."""
    section = NOTICES.split("## Programs, models and fonts in packages\n")[1].split("\n## ")[0]

    assert package in section


def test_the_fonts_have_their_licence_beside_them():
    assert "Bitstream Vera" in (font.FONTS / "LICENSE").read_text()
