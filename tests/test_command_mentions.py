"""Whatever a sentence tells people to type can be typed."""

import re
from pathlib import Path

import pytest

from bot.arguments import make_parser
from bot.web.app import list_routes
from tests.command_mentions import (
    Mention,
    find_chat_mentions,
    find_shell_mentions,
    find_slash_mentions,
    is_known,
    list_sentences,
    read_chat_commands,
    read_slash_commands,
)

ROOT = Path(__file__).parent.parent
DOCUMENTS = [
    ROOT / "README.md",
    ROOT / "CONTRIBUTING.md",
    ROOT / "CHANGELOG.md",
    *sorted((ROOT / "docs").rglob("*.md")),
]
TEXTS = [(path.relative_to(ROOT).as_posix(), path.read_text()) for path in DOCUMENTS]
SLASH = read_slash_commands(ROOT / "cogs" / "discord", "cogs.discord")
CHAT = read_chat_commands(ROOT / "cogs" / "twitch", "cogs.twitch")


@pytest.fixture(scope="module")
def sentences():
    """All strings of the product; not read before a test asks, since each worker collects this."""
    return [
        (path.relative_to(ROOT).as_posix(), sentence)
        for package in ("bot", "cogs", "core")
        for path in sorted((ROOT / package).rglob("*.py"))
        for sentence in list_sentences(path)
    ]


def test_every_slash_command_in_a_sentence_exists(sentences):
    """Somebody who is told to type what does not exist is stuck."""
    found = [m for where, text in sentences for m in find_slash_mentions(where, text)]

    assert len(found) >= 25
    assert [m for m in found if not is_known(m, SLASH)] == []


def test_every_slash_command_in_a_document_exists_or_is_a_page():
    pages = {route.path.split("/")[1] for route in list_routes()}
    found = [m for where, text in TEXTS for m in find_slash_mentions(where, text)]

    assert len(found) >= 40
    unknown = [m for m in found if not is_known(m, SLASH)]
    assert [m for m in unknown if m.name not in pages or (m.rest and m.name in SLASH)] == []


def test_every_chat_command_that_is_named_exists(sentences):
    said = [(where, text) for where, text in sentences if "adapters/demo" not in where]
    found = [m for where, text in said + TEXTS for m in find_chat_mentions(where, text)]

    assert len(found) >= 5
    assert [m for m in found if m.name not in CHAT] == []


def test_every_command_of_the_shell_that_is_named_exists(sentences):
    known = {
        "trussbot": set(re.findall(r"^ {4}([a-z]+) ", make_parser().format_help(), re.MULTILINE)),
        "make": set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE)),
    }
    found = [m for where, text in sentences + TEXTS for m in find_shell_mentions(where, text)]

    assert len(found) >= 15
    assert [m for m in found if m.rest not in known[m.name]] == []


@pytest.mark.parametrize(
    ("text", "mentions"),
    [
        ("link it again with /connect.", [Mention(where="", name="connect")]),
        ("type /account link again", [Mention(where="", name="account", rest="link")]),
        ("`/clip edit` moves it", [Mention(where="", name="clip", rest="edit")]),
        ("see https://a.example/clips or /media/clips/x", []),
        ("the folder core/domain", []),
    ],
)
def test_a_path_is_no_command(text, mentions):
    assert find_slash_mentions("", text) == mentions


def test_a_command_of_a_group_that_it_has_not_is_unknown():
    known = {"accounts": {"link"}, "jobs": set()}

    assert is_known(Mention(where="", name="accounts", rest="link"), known)
    assert is_known(Mention(where="", name="accounts"), known)
    assert is_known(Mention(where="", name="jobs", rest="lists"), known)
    assert not is_known(Mention(where="", name="accounts", rest="connect"), known)
    assert not is_known(Mention(where="", name="connect"), known)
