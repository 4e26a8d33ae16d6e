"""`trussbot export`, `creator`, `chatter` and `keys`: handing out, forgetting, sealing anew."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import Progress

from bot.bootstrap.leaving import Leaving, act_as_owner, open_leaving, rotate_keys
from core.errors import InvalidInput
from core.services.people.leaving.forgetting import Forgetting

if TYPE_CHECKING:
    from config.settings import Settings

EXIT_NOT_WHOLE = 1


async def run_export(settings: Settings, folder: Path, *, creator: str) -> int:
    """Write a creator's data and files into a new folder; also beside a running Truss."""
    console = Console(highlight=False, soft_wrap=True)
    async with open_leaving(settings, is_alone=False) as leaving:
        await _export(console, leaving, creator or settings.creator_id, folder)
    return 0


async def run_creator_delete(
    settings: Settings, creator: str, *, export: Path | None, typed: str
) -> int:
    """Export a creator, then delete all that is theirs once the words were typed."""
    console = Console(highlight=False, soft_wrap=True)
    actor = act_as_owner(creator)
    async with open_leaving(settings, is_alone=True) as leaving:
        if export is not None:
            await _export(console, leaving, creator, export)
        typed = typed or _ask(console, actor.creator_id)
        done = await leaving.forgetting.forget_creator(actor, typed=typed)
    console.print(
        f"Deleted are {done.rows} rows and {done.files} files. What was published stays where it "
        "was published, and what is in older backups stays until they are removed: "
        "`trussbot backup FOLDER --keep 1`.",
        markup=False,
    )
    return 0 if done.is_whole else EXIT_NOT_WHOLE


async def run_chatter_delete(settings: Settings, name: str) -> int:
    """Delete what a chatter said and asked for from all evidence; also beside a running Truss."""
    console = Console(highlight=False, soft_wrap=True)
    async with open_leaving(settings, is_alone=False) as leaving:
        done = await leaving.forgetting.forget_chatter(name)
    console.print(f"Evidence was deleted from {done.rows} rows.")
    for kind, count in sorted(done.mentions.items()):
        console.print(f"The name is still read in {count} rows ({kind}): look at their texts.")
    return EXIT_NOT_WHOLE if done.mentions else 0


async def run_keys_rotate(settings: Settings) -> int:
    """Seal all secrets with a new key; also beside a running Truss, which takes it at once."""
    console = Console(highlight=False, soft_wrap=True)
    report = await rotate_keys(settings)
    console.print(
        f"{report.done} secrets are sealed with the newest key now, {report.current} were already."
    )
    if report.broken:
        console.print(f"{report.broken} cannot be opened with any key: link those accounts again.")
    return EXIT_NOT_WHOLE if report.broken else 0


async def _export(console: Console, leaving: Leaving, creator: str, folder: Path) -> None:
    with Progress(console=Console(stderr=True), transient=True) as progress:
        bar = progress.add_task("files", total=None)
        report = await leaving.exporting.export(
            act_as_owner(creator),
            folder,
            lambda done, total: progress.update(bar, completed=done, total=total),
        )
    console.print(
        f"The data of {creator} is in {folder}: {report.rows} rows in data.json, and "
        f"{report.files} files.",
        markup=False,
    )


def _ask(console: Console, creator: str) -> str:
    """Return what somebody types; a program must say it as an option."""
    phrase = Forgetting.phrase_for(act_as_owner(creator).creator_id)
    if not sys.stdin.isatty():
        raise InvalidInput(f"Nobody can be asked here: confirm with --confirm “{phrase}”.")
    console.print(
        f"Clips, videos, plans, accounts and everything else of {creator} would be gone for good.",
        markup=False,
    )
    return console.input(f"Type “{phrase}” to delete it: ", markup=False)
