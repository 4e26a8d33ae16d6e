"""The arguments of trussbot: every command, what can be said to it, and its help."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from bot.keeping_commands import add_keeping

OFFSET_MAX = 1e7
"""Four months: no stream is longer."""


def make_parser() -> argparse.ArgumentParser:
    """Return the parser of `trussbot`."""
    parser = argparse.ArgumentParser(
        prog="trussbot",
        description="Turns streams and videos into vertical clips that people share.",
        epilog="Settings are read from the environment and .env; see config/.env.example.",
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    _add_demo(commands)
    _add_replay(commands)
    _add_watch(commands)
    _add_clip(commands)
    _add_analyse(commands)
    _add_aws(commands)
    _add_setting_up(commands)
    _add_running(commands)
    add_keeping(commands)
    return parser


def _add_aws(commands: Any) -> None:
    table = commands.add_parser(
        "table", help="create, check, fill or rewrite the table, or spread clips in it"
    )
    table.add_argument(
        "action",
        choices=("create", "check", "copy", "rewrite", "spread", "settle", "unsettle"),
        help="create it on DynamoDB (TRUSS_TABLE), check it, copy the local workspace into it, "
        "bring all items (of the home too) to this version, spread a creator's new clips, say that "
        "no process of a former version runs any more (settle), or let one come back (unsettle)",
    )
    table.add_argument("creator", nargs="?", help="whose clips `spread` spreads")
    table.add_argument("--shards", type=int, help="over how many partitions `spread` spreads them")
    queues = commands.add_parser(
        "queues", help="create or check the queues on SQS that TRUSS_QUEUE_PREFIX names"
    )
    queues.add_argument("action", choices=("create", "check"), help="make them, or compare them")


def _add_running(commands: Any) -> None:
    run = commands.add_parser("run", help="start the page and the worker, until stopped")
    run.add_argument("--port", type=int, help="port of the page (TRUSS_WEB_PORT)")
    run.add_argument(
        "--role",
        metavar="NAMES",
        help="what this process does of all, comma-separated (TRUSS_ROLES): discord, twitch, "
        "footage, web, scheduler, work, publish, analysis",
    )
    login = commands.add_parser(
        "login", help="print a link that signs the owner in; also beside a running Truss"
    )
    login.add_argument("--port", type=int, help="port of the page (TRUSS_WEB_PORT)")


def _add_setting_up(commands: Any) -> None:
    setup = commands.add_parser(
        "setup", help="ask for what Truss needs, one thing at a time, and write .env"
    )
    setup.add_argument(
        "--page", action="store_true", help="ask on a page, behind a link that is good once"
    )
    doctor = commands.add_parser(
        "doctor", help="say what is wrong with the set-up, and what mends it"
    )
    doctor.add_argument("--json", action="store_true", help="print one JSON object")
    doctor.add_argument("--fix", action="store_true", help="mend what needs nobody's decision")


def _add_demo(commands: Any) -> None:
    demo = commands.add_parser(
        "demo", help="show the main job on a generated stream; no account, no network"
    )
    demo.add_argument("--once", action="store_true", help="print the clips as a table and exit")
    demo.add_argument("--port", type=int, help="port of the page (TRUSS_WEB_PORT)")


def _add_replay(commands: Any) -> None:
    replay = commands.add_parser(
        "replay", help="run a recorded chat through the detector, and cut its clips"
    )
    replay.add_argument(
        "chat",
        type=Path,
        metavar="CHAT",
        help="what a chat tool saved: JSON, HTML, text, CSV or IRC, also packed",
    )
    _add_offset(replay)
    replay.add_argument(
        "--video", type=Path, help="the video of the same stream, to cut clips from"
    )
    replay.add_argument("--out", type=Path, help="folder for the clips (default: ./clips)")
    replay.add_argument("--json", action="store_true", help="print one JSON object a spike")
    replay.add_argument(
        "--order",
        choices=("time", "strength"),
        default="time",
        help="the strongest first, once all is heard; else as they come",
    )
    replay.add_argument(
        "--channel",
        metavar="NAME",
        help="the chat's Twitch channel: use what Truss has learned about it, and learn from this",
    )
    replay.add_argument(
        "--picture", type=Path, metavar="FILE", help="also draw the chat rate, as .png or .svg"
    )


def _add_offset(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--offset",
        type=read_offset,
        metavar="SECONDS",
        help="where in the stream or video the first message of the chat is, in seconds or "
        "h:mm:ss; for chat that tells times of day",
    )


def read_offset(text: str) -> float:
    """Return the seconds of 95.5, -3, 1:35 or 0:01:35; ArgumentTypeError for what is none."""
    seconds = 0.0
    try:
        for part in text.removeprefix("-").split(":"):
            seconds = seconds * 60 + float(part)
    except ValueError:
        seconds = OFFSET_MAX
    if not 0 <= seconds < OFFSET_MAX:
        raise argparse.ArgumentTypeError(
            f"{text!r} is not an offset: write seconds (95.5) or h:mm:ss (0:01:35)"
        )
    return -seconds if text.startswith("-") else seconds


def _add_watch(commands: Any) -> None:
    watch = commands.add_parser(
        "watch", help="print each eruption of a channel's live chat; no account needed"
    )
    watch.add_argument("channel", nargs="?", metavar="CHANNEL", help="as in twitch.tv/CHANNEL")
    watch.add_argument(
        "--channels", type=Path, metavar="FILE", help="a file with one channel a line"
    )
    watch.add_argument("--json", action="store_true", help="print one JSON object a spike")


def _add_clip(commands: Any) -> None:
    clip = commands.add_parser("clip", help="cut one vertical clip from a video")
    clip.add_argument("video", type=Path, metavar="VIDEO", help="a video file")
    clip.add_argument("--start", required=True, help="seconds or h:mm:ss, exact to the frame")
    clip.add_argument("--end", required=True, help="seconds or h:mm:ss, exact to the frame")
    clip.add_argument(
        "--layout",
        choices=("auto", "stack", "follow", "fit", "centre"),
        default="auto",
        help="how the picture fills the frame (default: auto)",
    )
    clip.add_argument(
        "--facecam", metavar="X,Y,W,H", help="where the camera is, in the video's pixels"
    )
    clip.add_argument(
        "--path",
        type=Path,
        metavar="FILE",
        help="the path that the crop follows, as --json prints it",
    )
    words = clip.add_mutually_exclusive_group()
    words.add_argument(
        "--captions", type=Path, metavar="FILE", help=".srt, .vtt or .json, timed for VIDEO"
    )
    words.add_argument(
        "--listen",
        action="store_true",
        help="caption the speech that TRUSS_WHISPER_MODEL recognises",
    )
    clip.add_argument("--max-mb", type=float, metavar="N", help="no larger than N megabytes")
    clip.add_argument(
        "--sheet", type=Path, metavar="FILE", help="also write ten frames as one JPEG"
    )
    clip.add_argument("--out", type=Path, required=True, metavar="FILE", help="the MP4 to write")
    clip.add_argument("--json", action="store_true", help="print one JSON object")


def _add_analyse(commands: Any) -> None:
    analyse = commands.add_parser(
        "analyse", help="find chapters and moments in a video, with reasons"
    )
    analyse.add_argument("video", type=Path, metavar="VIDEO", help="a video file")
    analyse.add_argument(
        "--chat", type=Path, metavar="CHAT", help="the recorded chat of the same stream"
    )
    _add_offset(analyse)
    analyse.add_argument("--json", action="store_true", help="print one JSON object")
