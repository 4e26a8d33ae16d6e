"""What a failure of a job means: whether to try again, when, and what people are told."""

from __future__ import annotations

from core.domain.work import stages
from core.errors import (
    Busy,
    Conflict,
    ExternalFailure,
    QuotaReached,
    RightsRefused,
    StillSought,
    TrussError,
    may_pass,
)

AGAIN_SECONDS_MAX = 3600.0
AWAY_SECONDS = 30.0
"""How long files, keys or credentials that are away are left alone: a clip may be drawn anew."""


def may_retry(failure: Exception) -> bool:
    """Tell whether trying again may help; an error nobody foresaw is tried again.

    After a Conflict the job looks at its subject anew: somebody else has moved it, which says
    nothing against it.
    """
    if may_pass(failure) or isinstance(failure, Conflict):
        return True
    return not isinstance(failure, TrussError)


def is_of_table(failure: Exception) -> bool:
    """Tell whether the table was away, which says nothing of the work and uses up no try."""
    if isinstance(failure, ExternalFailure):
        return failure.stage == stages.TABLE and failure.retryable
    return isinstance(failure, Busy)


def is_of_files_or_keys(failure: Exception) -> bool:
    """Tell whether files, keys, credentials or queues were away, which says nothing of the work."""
    if isinstance(failure, ExternalFailure):
        return failure.stage in stages.BESIDE_TABLE and failure.retryable
    return False


def uses_no_try(failure: Exception, *, is_awaited: bool = False) -> bool:
    """Tell whether a failure says nothing of the work: the table was away, or a quota is used up.

    Nor does a right that is refused: that waits for a person, looked at again every ten minutes.
    What waits for a quota's next day is looked at again each hour. Looking for what was asked for
    earlier uses up none either: its looker says when it is too late. Where somebody waits for the
    work (`is_awaited`), files that cannot be stored end it: they would wait with a full disk.
    """
    if is_of_files_or_keys(failure):
        return not is_awaited
    return is_of_table(failure) or isinstance(failure, (QuotaReached, RightsRefused, StillSought))


def find_again_seconds(failure: Exception) -> float:
    """Return how long what failed wants to be left alone, an hour at most; 0 where it is mute."""
    asked = failure.again_seconds if isinstance(failure, ExternalFailure) else None
    mute = AWAY_SECONDS if is_of_files_or_keys(failure) else 0.0
    return min(AGAIN_SECONDS_MAX, asked or mute)


def name_failure(failure: Exception, stage: str) -> tuple[str, str]:
    """Return the step that failed and a sentence for people."""
    if isinstance(failure, TrussError):
        named = failure.stage if isinstance(failure, ExternalFailure) else None
        return named or stage, str(failure)
    return stage, f"Something unforeseen went wrong ({type(failure).__name__}); the log has it."


def find_traceback(failure: Exception) -> Exception | None:
    """Return the failure where its traceback helps: where nobody foresaw it."""
    return None if isinstance(failure, TrussError) else failure
