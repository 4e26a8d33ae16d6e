"""`config/.env.example`: what people copy and fill in, in the order in which they need it."""

import re
from pathlib import Path

from config.settings import Settings

EXAMPLE = (Path(__file__).parents[2] / "config" / ".env.example").read_text()
LINE = re.compile(r"^# (TRUSS_[A-Z0-9_]+)=(.*)$", re.MULTILINE)
WANTED_FIRST = (
    "TRUSS_DISCORD_TOKEN",
    "TRUSS_PUBLIC_URL",
    "TRUSS_TWITCH_CLIENT_ID",
    "TRUSS_GEMINI_API_KEY",
    "TRUSS_GOOGLE_CLIENT_ID",
    "TRUSS_OWNER_EMAIL",
    "TRUSS_RENDERS_AT_ONCE",
    "TRUSS_TABLE",
    "TRUSS_SPIKE__THRESHOLD",
    "TRUSS_DISCORD_API_URL",
)


def test_each_setting_is_there_once():
    """Of two lines the later one counts, and nobody looks for a second one."""
    names = [name for name, _ in LINE.findall(EXAMPLE)]

    assert sorted(names) == sorted(set(names))


def test_nothing_is_set_in_it():
    """Whoever copies it and fills in a token gets the defaults of everything else."""
    assert [line for line in EXAMPLE.splitlines() if line and not line.startswith("#")] == []


def test_it_shows_the_defaults(tmp_path, monkeypatch):
    """Taking away every `# ` changes nothing, so what is shown is what holds without it."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".env").write_text("".join(f"{k}={v}\n" for k, v in LINE.findall(EXAMPLE)))

    assert Settings() == Settings(_env_file=None)


def test_each_group_of_settings_is_explained():
    for block in EXAMPLE.split("\n\n"):
        if LINE.search(block):
            assert not LINE.match(block), block


def test_what_is_needed_first_comes_first():
    places = [EXAMPLE.index(f"# {name}=") for name in WANTED_FIRST]

    assert places == sorted(places)
