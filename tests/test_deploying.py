"""What puts Truss on a machine says what Truss is: settings that exist, files that are there."""

import re
from pathlib import Path

import pytest

from bot.arguments import make_parser
from config.settings import Settings

ROOT = Path(__file__).parent.parent
DOCKERFILE = (ROOT / "Dockerfile").read_text()
BUILD, IMAGE = DOCKERFILE.split("\nFROM ", 2)[1:]
COMPOSE = (ROOT / "compose.yaml").read_text()
SERVICE = (ROOT / "deploy" / "truss.service").read_text()
TRIM = (ROOT / "deploy" / "trim.sh").read_text()


@pytest.mark.parametrize("text", [DOCKERFILE, COMPOSE, SERVICE], ids=["image", "compose", "unit"])
def test_only_settings_that_exist_are_set(text):
    known = {f"TRUSS_{name}".upper() for name in Settings.model_fields}

    assert set(re.findall(r"TRUSS_[A-Z_]+", text)) - known == set()


def test_the_image_gets_what_runs_and_leaves_behind_what_builds():
    into_image = [part for part in BUILD.split("RUN ") if "--python /venv" in part]

    assert all("requirements-build" not in part.split("&&")[-1] for part in into_image)
    assert "--require-hashes" in into_image[0]
    assert "COPY --from=build /venv /venv" in IMAGE
    assert "pip" not in IMAGE


def test_no_start_of_the_image_compiles_truss():
    """Where each start would, it takes twice as long."""
    compiled = re.search(r"-m compileall -q ([a-z ]+)", BUILD)

    assert compiled
    assert set(compiled[1].split()) == {"bot", "cogs", "config", "core"}
    assert "PYTHONPYCACHEPREFIX" not in IMAGE


def test_the_image_runs_as_nobody_in_particular_and_says_how_it_is():
    assert re.search(r"^USER (\d+):(\d+)$", IMAGE, re.MULTILINE)
    assert "HEALTHCHECK" in IMAGE
    assert "VOLUME /data" in IMAGE


def test_what_the_image_copies_is_let_through():
    """`.dockerignore` lets nothing in but what is named: no `.env`, no data."""
    ignored = (ROOT / ".dockerignore").read_text().splitlines()
    let_in = {line.removeprefix("!").split("*")[0] for line in ignored if line.startswith("!")}
    copied = {
        name.rstrip("/").split("/")[0]
        for line in re.findall(r"^COPY (?!--from)(.+) \S+$", BUILD, re.MULTILINE)
        for name in line.split()
    }

    assert ignored[1] == "*"
    assert "**/.env" in ignored
    assert [name for name in copied if not any(name.startswith(start) for start in let_in)] == []
    assert [name for name in copied if not (ROOT / name).exists()] == []


def test_compose_gives_nothing_that_is_not_needed():
    for line in ("read_only: true", "cap_drop: [ALL]", "no-new-privileges:true", "/data"):
        assert line in COMPOSE
    assert "127.0.0.1:8080:8080" in COMPOSE


def test_the_services_of_aws_that_are_called_are_kept():
    """The image's botocore describes no others."""
    kept = set(re.findall(r"-name '?([a-z0-9]+)", TRIM.split("mindepth")[1].split("-exec")[0]))
    called = {
        name
        for path in (ROOT / "core").rglob("*.py")
        for name in re.findall(
            r"""(?:client|resource)\(\s*"(dynamodb|s3|kms|sqs|sts|[a-z0-9-]{2,20})\"""",
            path.read_text(),
        )
    }

    assert called
    assert called - kept == set()


def test_the_unit_starts_a_command_that_exists():
    words = re.search(r"^ExecStart=\S+/trussbot (.+)$", SERVICE, re.MULTILINE)

    assert words
    assert make_parser().parse_args(words[1].split()).command == "run"


def test_the_unit_lets_renders_give_way():
    """Niceness and limits of ffmpeg are set by calls that `@resources` would forbid."""
    forbidden = re.findall(r"^SystemCallFilter=~(.+)$", SERVICE, re.MULTILINE)

    assert forbidden
    assert all("@resources" not in line for line in forbidden)
