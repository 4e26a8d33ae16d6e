"""The steps without a terminal: what each asks, keeps, and does with wrong answers."""

import asyncio
import errno
import io
from pathlib import Path

import pytest

from bot.bootstrap.setting_up import SetupDesk
from bot.commands.setup import take_step
from bot.setting_up.address_step import set_up_address
from bot.setting_up.closing import list_next, list_state
from bot.setting_up.conversation import Stopped, Terminal, confirm
from bot.setting_up.gemini_step import set_up_gemini
from bot.setting_up.repairs import repair
from core.domain.work.finding import Finding
from core.errors import ExternalFailure, InvalidInput


class Script:
    """Somebody who gives the answers of a list, and then has had enough."""

    def __init__(self, *answers):
        self.answers = list(answers)
        self.asked = []
        self.said = []

    def say(self, text=""):
        self.said.append(text)

    async def ask(self, question, *, is_secret=False):
        self.asked.append(question)
        if not self.answers:
            raise Stopped
        return self.answers.pop(0)

    @property
    def heard(self):
        return "\n".join(self.said)


class CalmDesk(SetupDesk):
    """A desk that asks nobody."""

    fails = False

    async def look_at_gemini(self, key):
        if self.fails:
            raise ExternalFailure("Gemini cannot be reached (no answer in time); try again later.")
        if key == "wrong":
            return [Finding(check="Gemini", problem="Gemini refuses it", mend="make another")]
        return []


@pytest.fixture
def desk(tmp_path, monkeypatch, _no_blocking):
    _no_blocking.deactivate()  # a conversation waits for a person, and nothing else
    monkeypatch.chdir(tmp_path)
    return CalmDesk()


async def test_yes_and_no_are_asked_for_until_they_come():
    talk = Script("perhaps", "Yes", "", "n")

    assert await confirm(talk, "Go?", default=False)
    assert await confirm(talk, "Go?", default=True)
    assert not await confirm(talk, "Go?", default=True)
    assert talk.asked[0] == "Go? [y/N]"


async def test_enter_leaves_a_thing_out_and_writes_nothing(desk, tmp_path):
    await set_up_gemini(Script(""), desk)

    assert not (tmp_path / ".env").exists()


async def test_what_is_refused_is_asked_for_again_and_what_was_set_may_stay(desk, tmp_path):
    """Nothing is obligatory, not even to mend what is wrong."""
    talk = Script("wrong", "right")
    await set_up_gemini(talk, desk)
    assert "Gemini refuses it; make another." in talk.heard
    assert "TRUSS_GEMINI_API_KEY=right\n" in (tmp_path / ".env").read_text()

    (tmp_path / ".env").write_text("TRUSS_GEMINI_API_KEY=wrong\n")
    again = Script("", "y")
    await set_up_gemini(again, desk)
    assert again.asked == [
        "The API key (Enter keeps the one that is set)",
        "Leave it as it is? [Y/n]",
    ]


async def test_without_a_network_an_answer_may_be_kept_unchecked(desk, tmp_path):
    desk.fails = True

    await set_up_gemini(Script("one", "n", "two", "y"), desk)

    assert "TRUSS_GEMINI_API_KEY=two\n" in (tmp_path / ".env").read_text()


def test_a_file_that_cannot_be_read_ends_it_before_anything_is_asked(desk, tmp_path):
    (tmp_path / ".env").write_bytes("TRUSS_WEB_PORT=1".encode("utf-16"))

    with pytest.raises(InvalidInput, match="UTF-16"):
        desk.check_file()


@pytest.mark.parametrize(
    "answer", ["clips.example", "ftp://x", "https://u:p@x", "x" * 9000, "http://a b", "\x1b[31m"]
)
async def test_a_wrong_answer_gets_a_sentence_and_the_question_again(desk, tmp_path, answer):
    talk = Script(answer, "https://clips.example/")

    await set_up_address(talk, desk)

    assert len(talk.asked) == 2
    assert "TRUSS_PUBLIC_URL=https://clips.example\n" in (tmp_path / ".env").read_text()
    assert "\x1b" not in talk.heard


@pytest.mark.parametrize("answer", ["https://x/${HOME}", "https://x\x07y", "https://x\udcffy"])
async def test_what_the_file_cannot_hold_is_asked_for_again(desk, tmp_path, answer):
    talk = Script(answer, "")

    await set_up_address(talk, desk)

    assert len(talk.asked) == 2
    assert not (tmp_path / ".env").exists()


async def test_what_the_environment_sets_is_neither_copied_nor_asked_for_in_vain(
    desk, tmp_path, monkeypatch
):
    """A secret that a container is given stays there; and `.env` could not change it."""
    monkeypatch.setenv("TRUSS_GEMINI_API_KEY", "given")
    talk = Script("other", "")

    await set_up_gemini(talk, desk)

    assert "TRUSS_GEMINI_API_KEY is set in the environment" in talk.heard
    assert not (tmp_path / ".env").exists()


async def test_a_platform_that_falls_silent_ends_its_step_alone(desk):
    async def step(_talk, _desk):
        raise ExternalFailure("Discord cannot be reached (no answer in time); try again later.")

    talk = Script()
    await take_step(step, talk, desk)

    assert talk.heard == (
        "  Discord cannot be reached (no answer in time); try again later. "
        "This step was left out; trussbot setup asks again."
    )


async def test_a_terminal_without_an_input_has_stopped(monkeypatch):
    monkeypatch.setattr("sys.stdin", None)

    with pytest.raises(Stopped):
        await Terminal().ask("The address", is_secret=True)


async def test_bytes_that_are_no_text_are_typed_again(monkeypatch, capsys):
    typed = io.TextIOWrapper(io.BytesIO(b"\xff\xfe\n"), encoding="utf-8")
    monkeypatch.setattr("sys.stdin", typed)

    with pytest.raises(Stopped):
        await Terminal().ask("The address")

    assert "cannot be read as text" in capsys.readouterr().out


def test_a_device_in_place_of_the_file_is_left_alone(desk, tmp_path):
    (tmp_path / ".env").symlink_to("/dev/null")

    with pytest.raises(InvalidInput, match="keeps nothing"):
        desk.check_file()


async def test_what_was_meant_is_mended_before_anything_is_asked(desk, tmp_path):
    (tmp_path / ".env").write_text("TRUSS_GEMINI_API_KEYS=k # mine\nTRUSS_WEB_PORT=x\n")
    talk = Script("y")

    await repair(talk, desk)

    assert "TRUSS_GEMINI_API_KEY=k # mine\n" in (tmp_path / ".env").read_text()
    assert "TRUSS_WEB_PORT=x is not a whole number" in talk.heard
    assert "does not start until" in talk.heard


async def test_the_end_says_what_works_and_what_is_next(desk, tmp_path):
    assert "  ☐ Without YouTube, no Shorts." in list_state(desk)
    assert "connect a Twitch channel" in "\n".join(list_next(desk))
    (tmp_path / ".env").write_text("TRUSS_DISCORD_TOKEN=a.b.c\nTRUSS_GOOGLE_CLIENT_ID=x\n")

    assert "  ☑ cards in Discord" in list_state(desk)
    assert "/setup here" in "\n".join(list_next(desk))
    assert "/account link" in "\n".join(list_next(desk))


@pytest.mark.parametrize(
    ("url", "is_done"),
    [
        ("http://localhost:8080", False),
        ("http://127.0.0.1:8080", False),
        ("http://[::1]:8080", False),
        ("https://clips.example.org", True),
    ],
)
async def test_an_address_that_only_this_machine_understands_is_no_address(desk, url, is_done):
    """Linking YouTube here sets one, where none was given."""
    await desk.save({"TRUSS_PUBLIC_URL": url})

    said = "\n".join(list_state(desk))

    assert ("☑ the page at its address" in said) is is_done
    assert ("for this machine alone" in said) is not is_done


def test_a_file_that_is_mounted_by_itself_is_written_over_and_closed(desk, tmp_path, monkeypatch):
    """No file system lets a mounted file be replaced; a container is given `.env` like that."""
    file = tmp_path / ".env"
    file.write_text("TRUSS_WEB_PORT=1\n")
    file.chmod(0o644)

    def refuse(*_):
        raise OSError(errno.EBUSY, "Device or resource busy")

    monkeypatch.setattr(Path, "replace", refuse)
    asyncio.run(desk.save({"TRUSS_PUBLIC_URL": "https://x"}))

    assert file.read_text() == "TRUSS_WEB_PORT=1\nTRUSS_PUBLIC_URL=https://x\n"
    assert file.stat().st_mode & 0o777 == 0o600
    assert list(tmp_path.glob("..env.*")) == []
