"""`trussbot queues`: creates or checks the queues on SQS."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from rich.console import Console

from bot.bootstrap.queues import check_queues, create_queues

if TYPE_CHECKING:
    from config.settings import Settings

EXIT_DIFFERENT = 1


async def run_queues(settings: Settings, action: Literal["create", "check"]) -> int:
    """Run the action and print its outcome; status 1 if something is not as it should be."""
    console = Console(highlight=False, soft_wrap=True)
    problems = await (create_queues if action == "create" else check_queues)(settings)
    for problem in problems:
        console.print(problem, markup=False)
    if problems:
        return EXIT_DIFFERENT
    console.print(f"The queues {settings.queue_prefix}-... are as they should be.", markup=False)
    return 0
