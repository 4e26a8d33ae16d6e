"""The commands that keep a home for years: backups, exports, forgetting and keys."""

from __future__ import annotations

import argparse
from collections.abc import Coroutine
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from config.settings import Settings

NAMES = frozenset({"backup", "restore", "export", "creator", "chatter", "keys"})


def add_keeping(commands: Any) -> None:
    """Add these commands to the parser of `trussbot`."""
    _add_backups(commands)
    _add_leaving(commands)


def _add_backups(commands: Any) -> None:
    backup = commands.add_parser(
        "backup", help="copy the home to a folder, what is new alone; also while Truss runs"
    )
    backup.add_argument("folder", type=Path, metavar="FOLDER", help="best on another disk")
    backup.add_argument(
        "--verify", action="store_true", help="make none: read all that is there and compare"
    )
    backup.add_argument(
        "--keep", type=int, default=0, metavar="N", help="remove all but the newest N afterwards"
    )
    restore = commands.add_parser("restore", help="bring a backup back into an empty home")
    restore.add_argument("folder", type=Path, metavar="FOLDER", help="what `backup` has written")
    restore.add_argument("--at", default="", metavar="NAME", help="not the newest, but this one")


def _add_leaving(commands: Any) -> None:
    export = commands.add_parser("export", help="write a creator's data and files into a folder")
    export.add_argument("folder", type=Path, metavar="FOLDER", help="a new one")
    export.add_argument("--creator", default="", metavar="ID", help="default: TRUSS_CREATOR_ID")
    creator = commands.add_parser("creator", help="delete a creator with all that is theirs")
    creator.add_argument("action", choices=("delete",), help="export them first")
    creator.add_argument("id", metavar="ID", help="whose workspace it is, as in TRUSS_CREATOR_ID")
    creator.add_argument("--export", type=Path, metavar="FOLDER", help="export into it first")
    creator.add_argument(
        "--confirm", default="", metavar="WORDS", help="the words to type, where nobody is asked"
    )
    chatter = commands.add_parser("chatter", help="delete what a chatter said from all evidence")
    chatter.add_argument("action", choices=("delete",), help="of all creators")
    chatter.add_argument("name", metavar="NAME", help="as it stands in chat")
    keys = commands.add_parser("keys", help="seal all stored secrets with a new key")
    keys.add_argument("action", choices=("rotate",), help="also while Truss runs")


def run_keeping(settings: Settings, arguments: argparse.Namespace) -> Coroutine[Any, Any, int]:
    """Return the work of one of these commands."""
    from bot.commands.backup import run_backup, run_restore

    if arguments.command == "backup":
        return run_backup(
            settings,
            arguments.folder,
            keep=max(0, arguments.keep),
            verify=arguments.verify,
        )
    if arguments.command == "restore":
        return run_restore(settings, arguments.folder, at=arguments.at)
    return _run_leaving(settings, arguments)


def _run_leaving(settings: Settings, arguments: argparse.Namespace) -> Coroutine[Any, Any, int]:
    from bot.commands import leaving

    match arguments.command:
        case "export":
            return leaving.run_export(settings, arguments.folder, creator=arguments.creator)
        case "creator":
            return leaving.run_creator_delete(
                settings, arguments.id, export=arguments.export, typed=arguments.confirm
            )
        case "chatter":
            return leaving.run_chatter_delete(settings, arguments.name)
        case _:
            return leaving.run_keys_rotate(settings)
