"""What the image's trim takes away is never missed: all of Truss is imported without it."""

import os
import re
import shutil
import subprocess
import sys
from importlib.metadata import distribution
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
DEPLOY = ROOT / "deploy"


def link_environment(place):
    """Make site-packages of what the image installs, each file a second name of the installed."""
    lock = (ROOT / "requirements-words.lock").read_text()
    for name, rest in re.findall(r"^([a-z0-9-]+)==[^ ]+(.*)$", lock, re.MULTILINE):
        try:
            installed = distribution(name)
        except ModuleNotFoundError:
            assert ";" in rest, f"{name} is not installed"
            continue
        for file in installed.files or ():
            source, target = Path(str(installed.locate_file(file))), place / str(file)
            if ".." in file.parts or not source.is_file() or target.exists():
                continue
            target.parent.mkdir(parents=True, exist_ok=True)
            try:
                os.link(source, target)
            except OSError:
                shutil.copy2(source, target)


@pytest.mark.soak
def test_all_of_truss_is_imported_from_what_is_left(tmp_path):
    site = tmp_path / "venv" / "lib" / f"python3.{sys.version_info.minor}" / "site-packages"
    link_environment(site)
    # A strip that fails: the files are second names of those that the tests run on.
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "strip").write_text("#!/bin/sh\nexit 1\n")
    (tmp_path / "bin" / "strip").chmod(0o755)
    path = {"PATH": f"{tmp_path / 'bin'}:{os.defpath}"}
    count = sum(1 for _ in site.rglob("*"))

    subprocess.run(["/bin/sh", DEPLOY / "trim.sh", tmp_path / "venv"], check=True, env=path)
    done = subprocess.run(
        [sys.executable, "-S", DEPLOY / "import_all.py"],
        env={"PYTHONPATH": f"{site}:{ROOT}", "PYTHONDONTWRITEBYTECODE": "1"},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )

    assert sum(1 for _ in site.rglob("*")) < count
    assert (done.returncode, done.stderr) == (0, "")


def test_the_image_is_not_built_where_something_is_missed():
    build = (ROOT / "Dockerfile").read_text()

    assert (
        build.index("sh deploy/trim.sh /venv")
        < build.index("python deploy/import_all.py")
        < build.index("demo --once")
    )
