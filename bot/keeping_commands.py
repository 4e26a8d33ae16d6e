"""The commands that keep a home for years: backup, restore."""

from __future__ import annotations

import argparse
from collections.abc import Coroutine
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from config.settings import Settings

NAMES = frozenset({"backup", "restore"})


def add_keeping(commands: Any) -> None:
    """Add these commands to the parser of `trussbot`."""
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
    return run_restore(settings, arguments.folder, at=arguments.at)
