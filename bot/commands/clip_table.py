"""The clips as a table in the terminal."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from cogs.cards.card import make_card
from core.domain.clips.clip import Clip

PLAIN_WIDTH = 160


def make_clip_table(clips: Sequence[Clip]) -> Table:
    """Return one row a clip: its window, length, score, title and first reason."""
    table = Table(
        title="1 clip" if len(clips) == 1 else f"{len(clips)} clips", title_justify="left"
    )
    for heading in ("Clip", "Window", "Seconds", "Score"):
        table.add_column(heading, no_wrap=True)
    table.add_column("Title", overflow="fold")
    table.add_column("Why", overflow="fold")
    for clip in clips:
        card = make_card(clip)
        table.add_row(
            clip.id,
            f"{clip.start_seconds:.1f}-{clip.end_seconds:.1f}",
            f"{clip.duration_seconds or 0:.2f}",
            str(clip.score.value) if clip.score else "-",
            Text(card.title),
            Text(clip.failed_reason or (clip.score.reasons[0] if clip.score else "")),
        )
    return table


def make_console() -> Console:
    """Return a console for the terminal, or a wide one if the output goes elsewhere."""
    return Console() if sys.stdout.isatty() else Console(width=PLAIN_WIDTH)
