"""A call, sent until it is answered: for whatever passes, after pauses that grow, some times.

A call that is sent again may have been done the first time. Whoever sends a write sees to it that
it can be told from another's, so that it is done once (docs/decisions/0017).
"""

from __future__ import annotations

import secrets
from collections.abc import Awaitable, Callable
from typing import TypeVar

from core.domain.work import stages
from core.errors import Busy, ExternalFailure

T = TypeVar("T")

ATTEMPTS = 10
PATIENCE_SECONDS = 60.0
FIRST_PAUSE_SECONDS = 0.05
PAUSE_SECONDS_MAX = 2.0
JITTER_SECONDS = 0.1
TOKEN_BYTES = 12


class NotNow(Exception):
    """Nothing was done: there is too much to do, or another transaction holds the item."""


class Unanswered(Exception):
    """What became of the call is not known; the text says to people what is wrong.

    `in_full` says it to whoever runs Truss, where that is more.
    """

    def __init__(self, sentence: str, *, in_full: str = "") -> None:
        super().__init__(sentence)
        self.in_full = in_full


def make_token() -> str:
    """Return what tells one write from all others."""
    return secrets.token_urlsafe(TOKEN_BYTES)


async def send(call: Callable[[], Awaitable[T]]) -> T:
    """Return the answer, however often the call must be sent for it.

    Raises:
        Busy: when the engine never had the time.
        ExternalFailure: when no answer came; it may be done.
    """
    try:
        return await call()
    except (NotNow, Unanswered) as error:
        first = error
    try:
        return await _send_again(call, first)
    except NotNow as error:
        raise Busy("The table is too busy now: try again in a minute.") from error
    except Unanswered as error:
        raise ExternalFailure(
            str(error), stage=stages.TABLE, retryable=True, in_full=error.in_full
        ) from error


async def _send_again(call: Callable[[], Awaitable[T]], first: NotNow | Unanswered) -> T:
    """Send a call again whose first attempt ended with `first`."""
    # Few calls come so far; all others, and each start, do without the library.
    import stamina

    # Whoever asked says what went wrong, once a minute; a line for each attempt fills the log.
    stamina.instrumentation.set_on_retry_hooks(())
    async for attempt in stamina.retry_context(
        on=(NotNow, Unanswered),
        attempts=ATTEMPTS,
        timeout=PATIENCE_SECONDS,
        wait_initial=FIRST_PAUSE_SECONDS,
        wait_max=PAUSE_SECONDS_MAX,
        wait_jitter=JITTER_SECONDS,
    ):
        with attempt:
            if attempt.num == 1:
                raise first
            return await call()
    raise AssertionError("an attempt ends with an answer or an error")
