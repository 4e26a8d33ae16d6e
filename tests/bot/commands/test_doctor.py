"""`trussbot doctor` on set-ups that are broken in many ways, on loopback platforms."""

import asyncio
import json
import socket
from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta

import pytest

from bot.commands.doctor import run_doctor
from core.adapters.last_backup import OK, LastBackup, write_marker
from tests.servers import discord as discord_server
from tests.servers.discord import open_discord
from tests.servers.gemini import run_gemini
from tests.servers.oauth import LoopbackGoogle, LoopbackTikTok, open_sign_in
from tests.servers.twitch import run_twitch


@pytest.fixture
async def addresses():
    """Settings that lead every platform to loopback."""
    google, tiktok = LoopbackGoogle(), LoopbackTikTok()
    async with AsyncExitStack() as stack:
        discord = await stack.enter_async_context(open_discord())
        twitch = await stack.enter_async_context(run_twitch())
        gemini = await stack.enter_async_context(run_gemini())
        await stack.enter_async_context(open_sign_in(google, tiktok))
        yield {
            "TRUSS_DISCORD_API_URL": f"{discord.url}/api/v10",
            "TRUSS_TWITCH_API_URL": twitch.api_url,
            "TRUSS_TWITCH_AUTH_URL": twitch.auth_url,
            "TRUSS_GEMINI_API_URL": gemini.url,
            "TRUSS_GOOGLE_AUTH_URL": google.url,
            "TRUSS_GOOGLE_ACCOUNTS_URL": google.url,
            "TRUSS_TIKTOK_API_URL": tiktok.url,
            "TRUSS_TIKTOK_AUTH_URL": tiktok.url,
            "TRUSS_WEB_PORT": "0",
            "TRUSS_WHISPER_MODEL": "off",
        }


@pytest.fixture
def examine(tmp_path, monkeypatch, capsys, addresses):
    """Return a function that looks at a set-up, and returns its findings by check."""
    monkeypatch.chdir(tmp_path)

    async def examine(*, lines=(), **given):
        settings = "".join(f"{name}={value}\n" for name, value in (addresses | given).items())
        (tmp_path / ".env").write_text(settings + "".join(f"{line}\n" for line in lines))
        (tmp_path / ".env").chmod(0o600)
        status = await run_doctor(as_json=True)
        told = json.loads(capsys.readouterr().out)
        assert status == (0 if told["is_well"] else 1)
        assert all(found["sentence"].endswith(".") for found in told["findings"])
        assert all("\n" not in found["sentence"] for found in told["findings"])
        return told

    return examine


def say(told, check):
    return " ".join(f["sentence"] for f in told["findings"] if f["check"] == check)


async def test_a_fresh_machine_is_well(examine):
    told = await examine()

    assert told["is_well"], told
    assert {"settings", ".env", "ffmpeg", "words"} <= set(told["passed"])
    assert {"Discord", "Gemini", "backup", "bucket"} <= set(told["skipped"])


async def test_what_is_wrong_everywhere_is_told_at_once(examine, tmp_path):
    """Twenty-one faults in one set-up: none hides another."""
    home = tmp_path / "var"
    home.mkdir(mode=0o755)
    (home / "truss.sqlite3").write_text("this is not a database, whatever it is called")
    old = (datetime.now(UTC) - timedelta(days=40)).isoformat()
    marker = LastBackup(at=old, result=OK, sentence="", folder="/backups", whole_at=old)
    await asyncio.to_thread(write_marker, home, marker)

    told = await examine(
        lines=("TRUSS_DISCORD_TOKN=x", "TRUSS_GRACE_SECONDS=inf", "TRUSS_LOG_JSON perhaps"),
        TRUSS_DISCORD_TOKEN="a.b.c",
        TRUSS_TWITCH_CLIENT_ID="unknown",
        TRUSS_TWITCH_CLIENT_SECRET="secret-1",
        TRUSS_GEMINI_API_KEY="wrong-key",
        TRUSS_GOOGLE_CLIENT_ID="client-1",
        TRUSS_GOOGLE_CLIENT_SECRET="wrong-secret",
        TRUSS_TIKTOK_CLIENT_KEY="client-1",
        TRUSS_PUBLIC_URL="http://clips.example",
        TRUSS_PROXIES="0.0.0.0/0",
        TRUSS_FFMPEG="/nowhere/ffmpeg",
        TRUSS_WHISPER_MODEL="/nowhere/model",
        TRUSS_SMTP_HOST="127.0.0.1",
        TRUSS_SMTP_PORT="9",
        TRUSS_SMTP_FROM="truss@example.org",
        TRUSS_WEB_HOST="203.0.113.9",
        TRUSS_WEB_PORT="8080",
    )

    assert not told["is_well"]
    for check, words in {
        "settings": ("TRUSS_DISCORD_TOKN", "TRUSS_GRACE_SECONDS=inf", "NAME=value"),
        "Discord": ("Reset Token",),
        "Twitch": ("Client ID",),
        "Gemini": ("refuses the API key",),
        "YouTube": ("refuses the application's",),
        "TikTok": ("without TRUSS_TIKTOK_CLIENT_SECRET",),
        "addresses": ("YouTube sends people", "TikTok sends people", "trusts everybody"),
        "redirects": (
            "YouTube does not know the redirect address http://clips.example/oauth/youtube",
            "TikTok does not know the redirect address",
        ),
        "ffmpeg": ("/nowhere/ffmpeg",),
        "words": ("TRUSS_WHISPER_MODEL",),
        "mail": ("127.0.0.1:9",),
        "port": ("TRUSS_WEB_HOST=203.0.113.9",),
        "home": ("Other users",),
        "table": ("is damaged",),
        "backup": ("40 days old",),
    }.items():
        for word in words:
            assert word in say(told, check), (check, told)
    whole = json.dumps(told)
    assert not [secret for secret in ("wrong-key", "wrong-secret", "secret-1") if secret in whole]


async def test_what_needs_nobodys_decision_is_mended(examine, tmp_path, capsys):
    (tmp_path / "var").mkdir(mode=0o755)
    await examine(lines=("TRUSS_DISCORD_TOKN=loopback.bot.token",))
    (tmp_path / ".env").chmod(0o644)

    status = await run_doctor(mends=True)
    said = capsys.readouterr().out

    assert status == 0, said
    assert "TRUSS_DISCORD_TOKN is called TRUSS_DISCORD_TOKEN in .env now." in said
    assert f"TRUSS_DISCORD_TOKEN={discord_server.TOKEN}\n" in (tmp_path / ".env").read_text()
    assert (tmp_path / ".env").stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "var").stat().st_mode & 0o777 == 0o700
    assert "is in no server; invite it by" in said


async def test_a_port_that_another_program_has_is_told(examine):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        told = await examine(TRUSS_WEB_PORT=str(taken.getsockname()[1]))

    assert "Another program has port" in say(told, "port")


async def test_a_file_that_is_no_text_hides_nothing_else(examine, tmp_path, capsys, monkeypatch):
    await examine()
    (tmp_path / ".env").write_bytes(b"TRUSS_BUCKET=\xff\n")
    monkeypatch.setenv("TRUSS_FFMPEG", "/nowhere/ffmpeg")
    monkeypatch.setenv("TRUSS_TWITCH_AUTH_URL", "http://127.0.0.1:9")

    assert await run_doctor() == 1
    said = capsys.readouterr().out
    assert "UTF-8" in said
    assert "/nowhere/ffmpeg" in said
