from __future__ import annotations

import asyncio
import json
import random
import time
from pathlib import Path

import pytest

from bot.commands.watch import CHANNELS_MAX, WatchOutput, read_channels, run_watch
from config.settings import load_settings
from core.errors import InvalidInput
from tests.odd_files import ODD_FILES
from tests.servers.irc import LoopbackIrc, run_irc


async def say_at(irc: LoopbackIrc, ago: float, chatter: str, text: str) -> None:
    await irc.say("streamer", chatter, text, tmi_sent_ts=str(int((time.time() - ago) * 1000)))


async def talk_and_erupt(irc: LoopbackIrc) -> None:
    """Nine minutes of a calm chat, said within a second, and an eruption at the end."""
    dice = random.Random(3)
    for ago in range(560, 30, -5):
        await say_at(irc, ago, f"regular{dice.randrange(9)}", "what do you think of this one")
    for number in range(60):
        text = dice.choice(["POGGERS", "LUL", "WTF", "omg", "KEKW", "LETS GO"])
        await say_at(irc, 25 - number / 20, f"viewer{number}", text)


@pytest.mark.parametrize("as_json", [True, False])
async def test_an_eruption_is_printed_with_its_evidence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], as_json: bool
) -> None:
    async with run_irc() as irc:
        settings = load_settings(home=tmp_path, twitch_irc_url=irc.url)
        command = asyncio.create_task(
            run_watch(settings, channel="Streamer", channels=None, as_json=as_json)
        )
        printed = ""
        async with asyncio.timeout(60):
            while "streamer" not in irc.joined():  # noqa: ASYNC110 - it happens elsewhere
                await asyncio.sleep(0.01)
            await talk_and_erupt(irc)
            while not printed:
                await asyncio.sleep(0.05)
                printed = capsys.readouterr().out
        command.cancel()
        await asyncio.gather(command, return_exceptions=True)

    if as_json:
        spike = json.loads(printed)
        assert spike["channel"] == "streamer"
        assert spike["reacting"] >= 20
        assert len(spike["lines"]) == 5
    else:
        assert "streamer: " in printed
        assert "people" in printed
    assert (tmp_path / "watch" / "truss.sqlite3").is_file()


async def test_where_no_channel_can_be_read_the_command_ends(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    async with run_irc() as irc:
        irc.suspended.add("gone")
        settings = load_settings(home=tmp_path, twitch_irc_url=irc.url)

        async with asyncio.timeout(60):
            code = await run_watch(settings, channel="gone", channels=None, as_json=False)

    assert code == 1
    assert "The channel gone does not exist" in capsys.readouterr().err


async def test_a_channel_must_be_named(tmp_path: Path) -> None:
    settings = load_settings(home=tmp_path)

    with pytest.raises(InvalidInput, match="Name a channel"):
        await run_watch(settings, channel=None, channels=None, as_json=False)


def test_a_file_names_a_channel_a_line_and_bad_names_are_answered(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "channels.txt"
    path.write_bytes(
        b"\xef\xbb\xbfstreamer\r\n\n# a comment\nhttps://twitch.tv/Other\n"
        b"no such\nSTREAMER\n\xff\xff\n"
    )

    logins = read_channels(path, WatchOutput(as_json=False))

    notes = capsys.readouterr().err
    assert logins == ["streamer", "other"]
    assert "Line 5: “no such” cannot be a Twitch channel" in notes
    assert "Line 7:" in notes


def test_of_too_many_channels_the_first_thousand_are_watched(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "channels.txt"
    path.write_text("\n".join(f"channel{number}" for number in range(CHANNELS_MAX + 5)))

    assert len(read_channels(path, WatchOutput(as_json=False))) == CHANNELS_MAX
    assert "Only the first 1000 of 1005" in capsys.readouterr().err


def test_a_file_that_is_not_there_is_answered(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match="cannot be read"):
        read_channels(tmp_path / "none", WatchOutput(as_json=False))


@pytest.mark.parametrize("kind", ["pipe", "socket", "device"])
def test_what_is_no_file_names_no_channels(tmp_path: Path, kind: str) -> None:
    ODD_FILES[kind](tmp_path / "channels")

    with pytest.raises(InvalidInput, match="is not an ordinary file"):
        read_channels(tmp_path / "channels", WatchOutput(as_json=False))
