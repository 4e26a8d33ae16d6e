"""The command line: parses arguments and runs a command, whose imports wait until it runs."""

from __future__ import annotations

import argparse
import asyncio
import io
import sys
from collections.abc import Callable, Coroutine, Sequence
from typing import TYPE_CHECKING, Any

from bot.arguments import make_parser
from bot.keeping_commands import NAMES, run_keeping
from core.errors import TrussError, tell_in_full

if TYPE_CHECKING:
    from config.settings import Settings


Work = Coroutine[Any, Any, int]
"""What a command does; it ends with the exit status."""

EXIT_FAILED = 1
EXIT_UNUSABLE = 2
EXIT_INTERRUPTED = 130


def run_command(argv: Sequence[str]) -> int:
    """Run one command and return its exit status; an error is printed as one sentence."""
    _make_output_robust()
    arguments = make_parser().parse_args(argv)
    try:
        status = asyncio.run(_dispatch(arguments))
        # What cannot be written is known only now, and who leaves at once would never say so.
        sys.stdout.flush()
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
    return status


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


def _dispatch(arguments: argparse.Namespace) -> Work:
    if early := _WITHOUT_SETTINGS.get(arguments.command):
        return early(arguments)
    settings = _load_settings(arguments)
    if arguments.command in NAMES:
        return run_keeping(settings, arguments)
    return _WITH_SETTINGS[arguments.command](settings, arguments)


def _demo(settings: Settings, arguments: argparse.Namespace) -> Work:
    from bot.commands.demo import run_demo

    return run_demo(settings, once=arguments.once)


def _replay(settings: Settings, arguments: argparse.Namespace) -> Work:
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


def _watch(settings: Settings, arguments: argparse.Namespace) -> Work:
    from bot.commands.watch import run_watch

    return run_watch(
        settings, channel=arguments.channel, channels=arguments.channels, as_json=arguments.json
    )


def _analyse(settings: Settings, arguments: argparse.Namespace) -> Work:
    from bot.commands.analyse import run_analyse

    return run_analyse(
        settings,
        video=arguments.video,
        chat=arguments.chat,
        as_json=arguments.json,
        offset=arguments.offset,
    )


def _table(settings: Settings, arguments: argparse.Namespace) -> Work:
    from bot.commands.table import run_table

    return run_table(settings, arguments.action, creator=arguments.creator, shards=arguments.shards)


def _queues(settings: Settings, arguments: argparse.Namespace) -> Work:
    from bot.commands.queues import run_queues

    return run_queues(settings, arguments.action)


def _login(settings: Settings, _: argparse.Namespace) -> Work:
    from bot.commands.login import run_login

    return run_login(settings)


def _run(settings: Settings, _: argparse.Namespace) -> Work:
    from bot.commands.run import run_all
    from bot.process.stopping import StopLimit

    return run_all(settings, on_stop=StopLimit().begin)


def _examine(arguments: argparse.Namespace) -> Work:
    from bot.commands.doctor import run_doctor

    _silence()
    return run_doctor(as_json=arguments.json, mends=arguments.fix)


def _set_up(arguments: argparse.Namespace) -> Work:
    from bot.commands.setup import run_setup

    _silence()
    return run_setup(on_page=arguments.page)


def _silence() -> None:
    """Log errors alone, whatever the settings say: they may be what is wrong."""
    from bot.log import set_up_log
    from config.settings import read_settings, secret_values

    settings, _ = read_settings()
    set_up_log(level="error", as_json=False, secrets=secret_values(settings))


def _cut(arguments: argparse.Namespace) -> Work:
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


_WITHOUT_SETTINGS: dict[str, Callable[[argparse.Namespace], Work]] = {
    "clip": _cut,
    "doctor": _examine,
    "setup": _set_up,
}
"""Commands that must work where settings are missing or wrong: they read them by themselves."""
_WITH_SETTINGS: dict[str, Callable[[Settings, argparse.Namespace], Work]] = {
    "analyse": _analyse,
    "demo": _demo,
    "login": _login,
    "queues": _queues,
    "replay": _replay,
    "run": _run,
    "table": _table,
    "watch": _watch,
}
