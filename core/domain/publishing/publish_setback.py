"""Publish setbacks: what becomes of a publication when its publisher fails."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from core.domain.publishing.publication import POLLED, Publication, PublicationStatus
from core.errors import (
    REFUSED_SECONDS,
    QuotaReached,
    ReconnectRequired,
    RetryLater,
    RightsRefused,
    TokenRefused,
    TrussError,
    Unconfirmed,
    may_pass,
)

_S = PublicationStatus
REFUSALS_MAX = 2
"""How often in a row a token may be refused before its owner is asked to link the account again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RetryTuning:
    """How long and how often to retry; the first wait doubles up to `seconds_max`.

    What nobody can have seen yet is given up after `tries_max` failures in a row; what may be
    visible already is asked about `looks_max` times.
    """

    seconds: float = 30.0
    seconds_max: float = 3600.0
    tries_max: int = 12
    looks_max: int = 170


def plan_setback(
    publication: Publication, failure: TrussError, *, at: datetime, tuning: RetryTuning
) -> Publication:
    """Return the publication as it stands after a failure, with the failure's sentence.

    A right that is refused uses up no try: it waits for a person.
    """
    tries = publication.tries + (not isinstance(failure, RightsRefused))
    failed = replace(publication, tries=tries, reason=str(failure), updated_at=at, next_at=None)
    if failed.status in POLLED - {_S.PROCESSING}:
        return _look_later(failed, failure, at, tuning)
    match failure:
        case QuotaReached():
            return replace(failed.move_to(_S.QUOTA_WAIT, at=at), next_at=failure.until)
        case Unconfirmed():
            return failed.move_to(_S.UNCONFIRMED, at=at)
        case ReconnectRequired():
            return failed.move_to(_S.RECONNECT_REQUIRED, at=at)
        case TokenRefused() if failed.tries > REFUSALS_MAX:
            return failed.move_to(_S.RECONNECT_REQUIRED, at=at)
        case _ if may_pass(failure):
            return _try_again(failed, failure, at, tuning)
        case _:
            return failed.move_to(_S.FAILED, at=at)


def _try_again(
    failed: Publication, failure: TrussError, at: datetime, tuning: RetryTuning
) -> Publication:
    may_be_out = failed.progress.may_be_out
    if _is_in_vain(failed, failure, tuning.looks_max if may_be_out else tuning.tries_max):
        return failed.move_to(_S.UNCONFIRMED if may_be_out else _S.FAILED, at=at)
    status = failed.status if failed.status is _S.PROCESSING else _S.RETRY_AT
    moved = failed if status is failed.status else failed.move_to(status, at=at)
    return replace(moved, next_at=at + _wait(failed, failure, tuning))


def _look_later(
    failed: Publication, failure: TrussError, at: datetime, tuning: RetryTuning
) -> Publication:
    """Leave what is visible alone; only its link is still asked for, while that may help."""
    if not may_pass(failure) or _is_in_vain(failed, failure, tuning.tries_max):
        return failed
    return replace(failed, next_at=at + _wait(failed, failure, tuning))


def _is_in_vain(failed: Publication, failure: TrussError, tries_max: int) -> bool:
    return failed.tries >= tries_max and not isinstance(failure, RightsRefused)


def _wait(failed: Publication, failure: TrussError, tuning: RetryTuning) -> timedelta:
    if isinstance(failure, RetryLater):
        return timedelta(seconds=failure.seconds)
    if isinstance(failure, RightsRefused):
        return timedelta(seconds=REFUSED_SECONDS)
    if isinstance(failure, QuotaReached):
        return failure.until - failed.updated_at
    doubled = tuning.seconds * 2 ** min(failed.tries - 1, 20)
    return timedelta(seconds=min(doubled, tuning.seconds_max))
