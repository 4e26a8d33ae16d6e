"""The command line: parses arguments and runs a command, whose imports wait until it runs."""

from __future__ import annotations

import argparse
import asyncio
import io
import sys
from collections.abc import Coroutine, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.keeping_commands import NAMES, add_keeping, run_keeping
from core.errors import TrussError, tell_in_full

if TYPE_CHECKING:
    from config.settings import Settings

OFFSET_MAX = 1e7
"""Four months: no stream is longer."""

EXIT_FAILED = 1
EXIT_UNUSABLE = 2
EXIT_INTERRUPTED = 130


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
    _add_setting_up(commands)
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
    add_keeping(commands)
    return parser


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


def run_command(argv: Sequence[str]) -> int:
    """Run one command and return its exit status; an error is printed as one sentence."""
    _make_output_robust()
    arguments = make_parser().parse_args(argv)
    try:
        return asyncio.run(_dispatch(arguments))
    except TrussError as error:
        return _refuse(tell_in_full(error))
    except (KeyboardInterrupt, asyncio.CancelledError):
        return EXIT_INTERRUPTED
    except BrokenPipeError:
        sys.stderr.close()
        return EXIT_FAILED
    except OSError as error:
        place = f" ({error.filename})" if error.filename else ""
        return _refuse(
            f"The system reports: {error.strerror or error}{place}. Make room, or use another path."
        )


def _refuse(sentence: str) -> int:
    for line in sentence.splitlines():
        print(f"trussbot: {line}", file=sys.stderr)  # noqa: T201 - the terminal is this face
    return EXIT_UNUSABLE


def _make_output_robust() -> None:
    """Print what a terminal cannot show as question marks, and survive a closed output."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    if sys.stdout is None:  # the shell's `>&-`
        sys.stdout = io.StringIO()


def _dispatch(arguments: argparse.Namespace) -> Coroutine[Any, Any, int]:
    early = {"clip": _cut, "doctor": _examine, "setup": _set_up}
    if arguments.command in early:
        return early[arguments.command](arguments)
    return _dispatch_with_settings(arguments)


def _dispatch_with_settings(arguments: argparse.Namespace) -> Coroutine[Any, Any, int]:
    settings = _load_settings(arguments)
    if arguments.command in NAMES:
        return run_keeping(settings, arguments)
    return _dispatch_with(settings, arguments)


def _dispatch_with(settings: Settings, arguments: argparse.Namespace) -> Coroutine[Any, Any, int]:
    if arguments.command == "demo":
        from bot.commands.demo import run_demo

        return run_demo(settings, once=arguments.once)
    if arguments.command == "replay":
        from bot.commands.replay import run_replay

        return run_replay(
            settings,
            chat=arguments.chat,
            video=arguments.video,
            out=arguments.out,
            as_json=arguments.json,
            picture=arguments.picture,
            by_strength=arguments.order == "strength",
            channel=arguments.channel,
            offset=arguments.offset,
        )
    if arguments.command == "watch":
        from bot.commands.watch import run_watch

        return run_watch(
            settings,
            channel=arguments.channel,
            channels=arguments.channels,
            as_json=arguments.json,
        )
    if arguments.command == "analyse":
        from bot.commands.analyse import run_analyse

        return run_analyse(
            settings,
            video=arguments.video,
            chat=arguments.chat,
            as_json=arguments.json,
            offset=arguments.offset,
        )
    if arguments.command == "table":
        from bot.commands.table import run_table

        return run_table(
            settings, arguments.action, creator=arguments.creator, shards=arguments.shards
        )
    if arguments.command == "queues":
        from bot.commands.queues import run_queues

        return run_queues(settings, arguments.action)
    if arguments.command == "login":
        from bot.commands.login import run_login

        return run_login(settings)
    from bot.commands.run import run_all
    from bot.process.stopping import StopLimit

    return run_all(settings, on_stop=StopLimit().begin)


def _examine(arguments: argparse.Namespace) -> Coroutine[Any, Any, int]:
    from bot.commands.doctor import run_doctor

    _silence()
    return run_doctor(as_json=arguments.json, mends=arguments.fix)


def _set_up(arguments: argparse.Namespace) -> Coroutine[Any, Any, int]:
    from bot.commands.setup import run_setup

    _silence()
    return run_setup(on_page=arguments.page)


def _silence() -> None:
    """Log errors alone, whatever the settings say: they may be what is wrong."""
    from bot.log import set_up_log
    from config.settings import read_settings, secret_values

    settings, _ = read_settings()
    set_up_log(level="error", as_json=False, secrets=secret_values(settings))


def _cut(arguments: argparse.Namespace) -> Coroutine[Any, Any, int]:
    from bot.commands.clip import read_wish, run_clip
    from config.cutter_settings import find_unset

    return run_clip(find_unset() or _load_settings(arguments), read_wish(arguments))


def _load_settings(arguments: argparse.Namespace) -> Settings:
    from bot.log import set_up_log
    from config.settings import find_env_advice, load_settings, secret_values

    given = {
        "web_port": getattr(arguments, "port", None),
        "roles": getattr(arguments, "role", None),
    }
    settings = load_settings(**{name: value for name, value in given.items() if value is not None})
    for found in find_env_advice():
        print(f"trussbot: {found.sentence}", file=sys.stderr)  # noqa: T201 - the terminal is this face
    level = settings.log_level if arguments.command == "run" else "error"
    set_up_log(level=level, as_json=settings.log_json, secrets=secret_values(settings))
    return settings
