import pytest

from core.domain.work.job_failure import (
    AWAY_SECONDS,
    find_again_seconds,
    is_of_table,
    may_retry,
    name_failure,
    uses_no_try,
)
from core.errors import Busy, Conflict, ExternalFailure, InvalidInput, QuotaReached, RightsRefused
from tests.builders import NOON


@pytest.mark.parametrize(
    ("failure", "retried"),
    [
        (ExternalFailure("x", retryable=True), True),
        (ExternalFailure("x"), False),
        (InvalidInput("x"), False),
        (ZeroDivisionError(), True),
        (Busy("locked"), True),
        (Conflict("somebody else was faster"), True),
    ],
)
def test_only_what_may_pass_is_tried_again(failure, retried):
    assert may_retry(failure) is retried


@pytest.mark.parametrize(
    ("failure", "stage", "reason"),
    [
        (ExternalFailure("Full.", stage="store"), "store", "Full."),
        (InvalidInput("Bad."), "render", "Bad."),
    ],
)
def test_a_failure_names_its_step(failure, stage, reason):
    assert name_failure(failure, "render") == (stage, reason)


def test_an_unforeseen_failure_does_not_show_its_inside():
    stage, reason = name_failure(KeyError("secret"), "render")

    assert stage == "render"
    assert "KeyError" in reason
    assert "secret" not in reason


@pytest.mark.parametrize(
    ("failure", "is_so"),
    [
        (Busy("locked"), True),
        (ExternalFailure("throttled", stage="table", retryable=True), True),
        (ExternalFailure("no such table", stage="table"), False),
        (ExternalFailure("full", stage="storage", retryable=True), False),
        (Conflict("x"), False),
        (OSError(), False),
    ],
)
def test_a_table_that_is_away_says_nothing_of_the_work(failure, is_so):
    assert is_of_table(failure) is is_so


def test_a_quota_that_is_used_up_uses_up_no_try():
    assert uses_no_try(QuotaReached("Tomorrow.", until=NOON))
    assert uses_no_try(Busy("locked"))
    assert uses_no_try(RightsRefused("S3 refuses PutObject; allow it.", stage="storage"))
    assert not uses_no_try(ExternalFailure("full", retryable=True))


@pytest.mark.parametrize("stage", ["storage", "cipher", "aws", "queue"])
def test_files_keys_and_credentials_that_are_away_are_waited_for_unless_somebody_waits(stage):
    away = ExternalFailure("S3 answered 500.", stage=stage, retryable=True)

    assert uses_no_try(away)
    assert find_again_seconds(away) == AWAY_SECONDS
    assert not uses_no_try(away, is_awaited=True)
    assert not uses_no_try(ExternalFailure("No such bucket.", stage=stage))
