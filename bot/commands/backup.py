"""`trussbot backup` and `trussbot restore`: a home copied to a folder, and brought back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import Progress

from bot.bootstrap.backups import back_up, bring_back, verify_backups

if TYPE_CHECKING:
    from config.settings import Settings

EXIT_DAMAGED = 1
_SHOWN_MAX = 20


async def run_backup(settings: Settings, folder: Path, *, keep: int, verify: bool) -> int:
    """Back the home up, or check what is in the folder; status 1 if that is damaged."""
    console = Console(highlight=False, soft_wrap=True)
    if verify:
        return await _verify(console, folder)
    with _show("files") as on_file:
        report = await back_up(settings, folder, keep=keep, on_file=on_file)
    console.print(
        f"Backup {report.name}: {report.rows} rows and {report.files} files, "
        f"{_size(report.size_bytes)}. New were {report.new_contents} contents, "
        f"{_size(report.new_bytes)}, each read again and as it was written.",
        markup=False,
    )
    if settings.bucket:
        console.print(
            f"The files in the bucket {settings.bucket} are not in it: versioning of the bucket "
            "is their backup.",
            markup=False,
        )
    if report.freed_bytes:
        console.print(f"Older backups were removed: {_size(report.freed_bytes)} are free again.")
    return 0


async def run_restore(settings: Settings, folder: Path, *, at: str) -> int:
    """Bring a backup back into the settings' home; status 1 if files of it are lost."""
    console = Console(highlight=False, soft_wrap=True)
    with _show("files") as on_file:
        report = await bring_back(settings, folder, at=at, on_file=on_file)
    console.print(
        f"The backup of {report.made_at} is in {settings.home}: {report.rows} rows and "
        f"{report.files} files, each as it was backed up. Start Truss there as usual.",
        markup=False,
    )
    if settings.table:
        console.print("To fill the table in AWS from it, run `trussbot table copy`.")
    return _tell(console, "damaged in the backup, so not brought back", report.lost)


async def _verify(console: Console, folder: Path) -> int:
    with _show("contents") as on_content:
        report = await verify_backups(folder, on_content)
    console.print(f"{report.snapshots} backups with {report.contents} contents were read.")
    if report.is_whole:
        console.print("All are as they were written.")
        return 0
    _tell(console, "a damaged list: that backup cannot be brought back", report.bad_snapshots)
    _tell(console, "damaged; the next backup stores it anew", report.bad_files)
    return EXIT_DAMAGED


def _tell(console: Console, what: str, names: tuple[str, ...]) -> int:
    for name in names[:_SHOWN_MAX]:
        console.print(f"{name}: {what}.", markup=False)
    if len(names) > _SHOWN_MAX:
        console.print(f"{len(names) - _SHOWN_MAX} more: {what}.")
    return EXIT_DAMAGED if names else 0


def _size(size_bytes: int) -> str:
    return f"{size_bytes / 1024**2:,.1f} MiB"


@contextmanager
def _show(what: str) -> Iterator[Callable[[int, int], None]]:
    """Show how far it is, where somebody watches."""
    with Progress(console=Console(stderr=True), transient=True) as progress:
        bar = progress.add_task(what, total=None)
        yield lambda done, total: progress.update(bar, completed=done, total=total)
