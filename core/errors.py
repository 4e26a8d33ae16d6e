"""Every error a face can show, drawn as a tree.

TrussError
|-- InvalidInput        the words or files given cannot be used; the sentence says what to do next
|-- NotFound            nothing is stored under that id for this creator
|-- Forbidden           the acting person has no right to do this
|-- Conflict            somebody else changed it first; `current` is what is stored now
|-- Busy                something we need is held by another process, or overloaded
`-- ExternalFailure     ffmpeg, a platform or a model failed; `retryable` says whether to try again
    |-- RetryLater          it may work after `seconds`, as the other side said
    |-- QuotaReached        the quota is used up; `until` says when it is renewed
    |-- StillSought         it may have been done, and is looked for until that is known
    |-- NoAnswer            it was asked and said nothing, so what was asked may have been done
    |-- TokenRefused        a token that should be valid was refused; a newer one may work
    |-- Unconfirmed         it may have worked and cannot be looked up; a person must check
    |-- RightsRefused       only whoever runs Truss can let us in there; what was to be done waits
    |-- PlaceRefused        only the people of a place can let us in there again
    `-- ReconnectRequired   the owner must link the account again; no retry will help

A message is one sentence for the person who reads it. Adapters translate their vendor's errors
into these at their edge, and each face shows them in one place. What only whoever runs Truss may
read of an outside failure, such as names of roles and accounts, is in its `in_full` alone.
"""

from __future__ import annotations

import socket
import ssl
from datetime import datetime

REFUSED_SECONDS = 600.0
"""Whoever mends a refused right need not wait longer for what waits for it."""


class TrussError(Exception):
    """Anything that Truss can explain in a sentence."""


class InvalidInput(TrussError):
    """The input cannot be used."""


class NotFound(TrussError):
    """Nothing is stored under that id."""


class Forbidden(TrussError):
    """The acting person may not do this."""


class Conflict(TrussError):
    """What is stored is not what was seen; `current` is what is there now, if known."""

    def __init__(self, message: str, *, current: object | None = None) -> None:
        super().__init__(message)
        self.current = current


class Busy(TrussError):
    """What we need is held by another process, or overloaded; it passes by itself."""


class ExternalFailure(TrussError):
    """Something outside failed; `stage` names the step, `retryable` whether a retry may help.

    `again_seconds` is how long it asked to be left alone, if it did. `in_full` is the sentence for
    health, the log and the terminal, where it says more than the message.
    """

    def __init__(
        self,
        message: str,
        *,
        retryable: bool = False,
        stage: str | None = None,
        again_seconds: float | None = None,
        in_full: str = "",
    ) -> None:
        super().__init__(message)
        self.in_full = in_full or message
        self.retryable = retryable
        self.stage = stage
        self.again_seconds = again_seconds


class RetryLater(ExternalFailure):
    """The other side asked us to wait."""

    def __init__(self, message: str, *, seconds: float) -> None:
        super().__init__(message, retryable=True, again_seconds=seconds)
        self.seconds = seconds


class QuotaReached(ExternalFailure):
    """The other side accepts no more until a given time."""

    def __init__(
        self, message: str, *, until: datetime, again_seconds: float | None = None
    ) -> None:
        super().__init__(message, retryable=True, again_seconds=again_seconds)
        self.until = until


class StillSought(ExternalFailure):
    """What was asked for once may have been made; it is looked for again after `seconds`."""

    def __init__(self, message: str, *, seconds: float) -> None:
        super().__init__(message, retryable=True, again_seconds=seconds)


class NoAnswer(ExternalFailure):
    """The other side was asked and did not answer: it may have done what was asked."""

    def __init__(self, message: str, *, stage: str | None = None) -> None:
        super().__init__(message, retryable=True, stage=stage)


class TokenRefused(ExternalFailure):
    """An access token that should have been valid was refused."""

    def __init__(self, message: str) -> None:
        super().__init__(message, retryable=True)


class Unconfirmed(ExternalFailure):
    """It is unknown whether it worked, and the other side offers no way to ask."""

    def __init__(self, message: str) -> None:
        super().__init__(message, retryable=False)


class RightsRefused(ExternalFailure):
    """Rights, credentials or the clock are not what a service asks for; the work waits for that."""

    def __init__(self, message: str, *, stage: str | None = None, in_full: str = "") -> None:
        super().__init__(
            message, retryable=True, stage=stage, again_seconds=REFUSED_SECONDS, in_full=in_full
        )


class PlaceRefused(ExternalFailure):
    """A place refuses what is posted there, or is gone; only people can mend that."""

    def __init__(self, message: str, *, stage: str | None = None) -> None:
        super().__init__(message, retryable=False, stage=stage)


class ReconnectRequired(ExternalFailure):
    """A platform has revoked our access to an account; only its owner can link it again."""

    def __init__(self, message: str) -> None:
        super().__init__(message, retryable=False)


def tell_in_full(error: BaseException) -> str:
    """Return the sentence for whoever runs Truss, which no creator's team may read."""
    return error.in_full if isinstance(error, ExternalFailure) else str(error)


def may_pass(error: Exception) -> bool:
    """Say whether what failed may work a little later, with nobody doing anything about it."""
    return isinstance(error, Busy) or (isinstance(error, ExternalFailure) and error.retryable)


def describe_outage(error: BaseException) -> str:
    """Say in a few plain words why somebody could not be reached."""
    causes = (error, getattr(error, "os_error", None), error.__cause__, error.__context__)
    for kinds, words in _OUTAGES:
        if any(isinstance(cause, kinds) for cause in causes):
            return words
    return "the connection failed"


_OUTAGES: tuple[tuple[type[BaseException], str], ...] = (
    (TimeoutError, "no answer in time"),
    (ConnectionRefusedError, "the connection was refused"),
    (socket.gaierror, "its address was not found"),
    (ssl.SSLError, "its certificate was not accepted"),
    (ConnectionError, "the connection broke"),
)
