from datetime import timedelta

import pytest

from core.domain.publishing.publication import PublicationStatus
from core.domain.publishing.publish_progress import PublishProgress
from core.domain.publishing.publish_setback import RetryTuning, plan_setback
from core.errors import (
    REFUSED_SECONDS,
    Busy,
    ExternalFailure,
    InvalidInput,
    QuotaReached,
    ReconnectRequired,
    RetryLater,
    RightsRefused,
    TokenRefused,
    Unconfirmed,
)
from tests.builders import NOON, make_publication

TUNING = RetryTuning(seconds=30, seconds_max=3600, tries_max=12, looks_max=20)
PASSING = ExternalFailure("Try again.", retryable=True)
TOMORROW = NOON + timedelta(days=1)


def _plan(failure, *, status=PublicationStatus.UPLOADING, tries=0, may_be_out=False):
    publication = make_publication(
        status=status, tries=tries, progress=PublishProgress(step="x", may_be_out=may_be_out)
    )
    return plan_setback(publication, failure, at=NOON, tuning=TUNING)


@pytest.mark.parametrize(
    ("failure", "tries", "status", "wait"),
    [
        (PASSING, 0, "retry_at", 30),  # 30 * 2^0
        (Busy("Too much to do."), 0, "retry_at", 30),
        (PASSING, 3, "retry_at", 240),  # 30 * 2^3
        (PASSING, 10, "retry_at", 3600),  # 30 * 2^10 = 30,720, which is over an hour
        (PASSING, 11, "failed", None),  # the twelfth failure in a row
        (RetryLater("Slow down.", seconds=7), 0, "retry_at", 7),
        (QuotaReached("No more today.", until=TOMORROW), 0, "quota_wait", 86_400),
        (QuotaReached("No more today.", until=TOMORROW), 50, "quota_wait", 86_400),
        (TokenRefused("Who are you?"), 0, "retry_at", 30),
        (TokenRefused("Who are you?"), 2, "reconnect_required", None),
        (ReconnectRequired("Link it anew."), 0, "reconnect_required", None),
        (Unconfirmed("Look there."), 0, "unconfirmed", None),
        (ExternalFailure("No."), 0, "failed", None),
        (InvalidInput("Too long."), 0, "failed", None),
    ],
)
def test_what_a_failure_leads_to(failure, tries, status, wait):
    planned = _plan(failure, tries=tries)

    assert (planned.status, planned.reason) == (status, str(failure))
    assert planned.next_at == (None if wait is None else NOON + timedelta(seconds=wait))
    assert planned.tries == tries + 1


@pytest.mark.parametrize("status", ["uploading", "processing", "published_no_link"])
def test_a_refused_right_is_waited_for_as_long_as_it_takes(status):
    """Whoever may mend it is away for a weekend: the clip goes out on Monday."""
    refused = RightsRefused("KMS refuses Decrypt; allow it.", stage="cipher")
    publication = make_publication(status=PublicationStatus(status), tries=11)

    planned = plan_setback(publication, refused, at=NOON, tuning=TUNING)

    assert planned.status == ("retry_at" if status == "uploading" else status)
    assert (planned.tries, planned.next_at) == (11, NOON + timedelta(seconds=REFUSED_SECONDS))


def test_what_may_be_out_is_asked_about_for_longer_and_never_called_failed_for_silence():
    assert _plan(PASSING, tries=15, may_be_out=True).status is PublicationStatus.RETRY_AT
    assert _plan(PASSING, tries=19, may_be_out=True).status is PublicationStatus.UNCONFIRMED


def test_what_is_processed_is_asked_about_again():
    planned = _plan(PASSING, status=PublicationStatus.PROCESSING)

    assert (planned.status, planned.next_at) == ("processing", NOON + timedelta(seconds=30))


@pytest.mark.parametrize("status", ["published_no_link", "awaiting_creator"])
@pytest.mark.parametrize(
    ("failure", "tries", "wait"),
    [
        (PASSING, 0, 30),
        (QuotaReached("No more today.", until=TOMORROW), 0, 86_400),
        (PASSING, 11, None),
        (ReconnectRequired("Link it anew."), 0, None),
        (InvalidInput("What?"), 0, None),
    ],
)
def test_what_is_out_stays_out_whatever_its_platform_answers(status, failure, tries, wait):
    planned = _plan(failure, status=PublicationStatus(status), tries=tries)

    assert planned.status == status
    assert planned.next_at == (None if wait is None else NOON + timedelta(seconds=wait))


@pytest.mark.parametrize("tries", [0, 11, 12, 500])
@pytest.mark.parametrize("may_be_out", [True, False])
@pytest.mark.parametrize(
    ("status", "waits_as"),
    [
        ("claimed", "retry_at"),
        ("uploading", "retry_at"),
        ("processing", "processing"),
        ("published_no_link", "published_no_link"),
    ],
)
def test_a_right_that_is_refused_waits_for_a_person(status, waits_as, may_be_out, tries):
    refused = RightsRefused("S3 refuses HeadObject; allow it.", stage="storage")

    planned = _plan(refused, status=PublicationStatus(status), tries=tries, may_be_out=may_be_out)

    assert (planned.status, planned.tries) == (waits_as, tries)
    assert planned.next_at == NOON + timedelta(minutes=10)
