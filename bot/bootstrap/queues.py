"""Creating and checking the queues that the settings name."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from bot.bootstrap.backing import open_aws, require_table_for_queues, try_queues
from core.adapters.clock import SystemClock
from core.adapters.sqs import sqs_schema
from core.domain.work import stages
from core.errors import InvalidInput

if TYPE_CHECKING:
    from config.settings import Settings


async def create_queues(settings: Settings) -> list[str]:
    """Create those of the settings' queues that are missing; return what they lack."""
    return await _with_queues(settings, sqs_schema.create_queues, tries=False)


async def check_queues(settings: Settings) -> list[str]:
    """Return what the settings' queues lack, and what is refused on them, in sentences."""
    return await _with_queues(settings, sqs_schema.check_queues, tries=True)


async def _with_queues(settings: Settings, step: Any, *, tries: bool) -> list[str]:
    if not settings.queue_prefix:
        raise InvalidInput("Name the queues: set TRUSS_QUEUE_PREFIX.")
    require_table_for_queues(settings)
    aws = await open_aws(settings, SystemClock())
    try:
        work = partial(step, await aws.sqs(), settings.queue_prefix)
        problems: list[str] = await aws.run(work, stage=stages.QUEUE)
        if tries and not problems:
            problems = list((await try_queues(settings, aws)).values())
    finally:
        await aws.close()
    return problems
