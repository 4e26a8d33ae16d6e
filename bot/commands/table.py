"""`trussbot table`: creates, checks, fills or rewrites the table, or spreads clips in it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import TYPE_CHECKING, Final, Literal

from rich.console import Console
from rich.progress import Progress

from bot.bootstrap.tables import (
    check_table,
    copy_workspace,
    create_table,
    rewrite_table,
    settle_table,
    spread_clips,
    unsettle_table,
)
from core.errors import InvalidInput

if TYPE_CHECKING:
    from config.settings import Settings

EXIT_DIFFERENT = 1


Action = Literal["create", "check", "copy", "rewrite", "spread", "settle", "unsettle"]


async def run_table(
    settings: Settings, action: Action, *, creator: str | None = None, shards: int | None = None
) -> int:
    """Run the action and print its outcome; status 1 if something is not as it should be."""
    console = Console(highlight=False, soft_wrap=True)
    if action == "spread":
        return await _spread(console, settings, creator, shards)
    if creator is not None or shards is not None:
        raise InvalidInput(f"`trussbot table {action}` takes no creator and no --shards.")
    return await _STEPS[action](console, settings)


async def _create(console: Console, settings: Settings) -> int:
    return _tell(console, settings.table, await create_table(settings))


async def _check(console: Console, settings: Settings) -> int:
    return _tell(console, settings.table, await check_table(settings))


def _tell(console: Console, name: str, problems: list[str]) -> int:
    for problem in problems:
        console.print(problem, markup=False)
    if problems:
        return EXIT_DIFFERENT
    console.print(f"The table {name} is as it should be.", markup=False)
    return 0


async def _rewrite(console: Console, settings: Settings) -> int:
    report = await rewrite_table(settings)
    console.print(f"{report.done} of {report.total} items were older, and are rewritten now.")
    if report.busy:
        console.print(f"{report.busy} were changed meanwhile: run it once more.")
    return EXIT_DIFFERENT if report.busy else 0


async def _settle(console: Console, settings: Settings) -> int:
    if await settle_table(settings):
        console.print(
            "The table is settled on this version: within a minute, processes write what only it "
            "reads. Before the former one runs again, run `trussbot table unsettle`."
        )
    else:
        console.print("The table is settled on this version already.")
    return 0


async def _unsettle(console: Console, settings: Settings) -> int:
    count = await unsettle_table(settings)
    console.print(
        f"The former version reads what is written from now on, and {count} waiting jobs more. "
        "Processes that run notice within a minute: after that, run it once more, stop them, and "
        "start the former version."
    )
    return 0


async def _spread(
    console: Console, settings: Settings, creator: str | None, shards: int | None
) -> int:
    if not creator or shards is None:
        raise InvalidInput("Say whose clips, and how far: `trussbot table spread ada --shards 8`.")
    spread = await spread_clips(settings, creator, shards)
    if spread.now == spread.before:
        console.print(f"New clips of {creator} are spread over {spread.now} partitions already.")
        return 0
    console.print(
        f"New clips of {creator} are spread over {spread.now} partitions now, before over "
        f"{spread.before}. Nothing needs to be stopped, and older clips stay where they lie."
    )
    return 0


async def _copy(console: Console, settings: Settings) -> int:
    problems = await check_table(settings)
    if problems:
        return _tell(console, settings.table, problems)
    with Progress(console=Console(stderr=True), transient=True) as progress:
        bars = {kind: progress.add_task(kind, total=None) for kind in ("items", "files")}

        def show(kind: str, done: int, total: int) -> None:
            progress.update(bars[kind], completed=done, total=total)

        items, files = await copy_workspace(settings, show)
    console.print(f"{items.copied} of {items.total} items were copied now.")
    if files is not None:
        console.print(f"{files.copied} of {files.total} files were copied now.")
    if not items.is_whole:
        console.print(
            f"The two sides differ: the table lacks {items.missing} items, has {items.surplus} "
            f"extra ones, and {items.different} that differ. It is in use, or was changed."
        )
    if files is not None and files.different:
        console.print(f"{len(files.different)} files did not arrive whole: copy again.")
    if not items.is_whole or (files is not None and files.different):
        return EXIT_DIFFERENT
    console.print("Both sides are equal.")
    return 0


_STEPS: Final[Mapping[str, Callable[[Console, Settings], Awaitable[int]]]] = {
    "create": _create,
    "check": _check,
    "copy": _copy,
    "rewrite": _rewrite,
    "settle": _settle,
    "unsettle": _unsettle,
}
