import json
from datetime import timedelta
from pathlib import Path

import pytest

from core.adapters.publishers.tiktok.answers import judge_status, read_data, read_failure
from core.domain.publishing.publication import PublicationStatus
from core.domain.publishing.publish_progress import PublishProgress
from core.errors import (
    ExternalFailure,
    QuotaReached,
    ReconnectRequired,
    RetryLater,
    TokenRefused,
    TrussError,
)
from tests.builders import NOON

FIXTURES = Path(__file__).parents[5].parent / "shared" / "specs" / "tiktok-fixtures.json"
S = PublicationStatus
SENT = PublishProgress(step="process", remote_id="p", may_be_out=True)


@pytest.mark.parametrize(
    ("status", "code", "kind", "retryable"),
    [
        (400, "invalid_param", ExternalFailure, False),
        (401, "access_token_invalid", TokenRefused, True),
        (200, "access_token_invalid", TokenRefused, True),  # errors come with a 200, too
        (401, "scope_not_authorized", ReconnectRequired, False),
        (400, "scope_permission_missed", ReconnectRequired, False),
        (403, "spam_risk_too_many_posts", QuotaReached, True),
        (403, "spam_risk_too_many_pending_share", QuotaReached, True),
        (403, "reached_active_user_cap", QuotaReached, True),
        (403, "spam_risk_user_banned_from_posting", ExternalFailure, False),
        (403, "unaudited_client_can_only_post_to_private_accounts", ExternalFailure, False),
        (403, "url_ownership_unverified", ExternalFailure, False),
        (403, "privacy_level_option_mismatch", ExternalFailure, False),
        (429, "rate_limit_exceeded", RetryLater, True),
        (500, "internal_error", ExternalFailure, True),
        (502, "", ExternalFailure, True),
    ],
)
def test_each_code_means_one_thing(status, code, kind, retryable):
    failure = read_failure(status, code, "The words.", now=NOON)

    assert type(failure) is kind
    assert isinstance(failure, ExternalFailure)
    assert failure.retryable is retryable


def test_a_limit_of_the_day_is_waited_for_for_a_day():
    failure = read_failure(403, "spam_risk_too_many_posts", "", now=NOON)

    assert isinstance(failure, QuotaReached)
    assert failure.until == NOON + timedelta(days=1)


@pytest.mark.parametrize("body", [None, [], {}, {"error": "x"}, {"error": {"code": 7}}])
def test_an_answer_of_any_shape_is_read(body):
    with pytest.raises(ExternalFailure):
        read_data(500, body, now=NOON)


def test_what_is_good_is_handed_on():
    assert read_data(200, {"data": {"a": 1}, "error": {"code": "ok"}}, now=NOON) == {"a": 1}
    assert read_data(200, {"error": {"code": "ok"}}, now=NOON) == {}


@pytest.mark.skipif(not FIXTURES.exists(), reason="the fixtures are not beside the project")
def test_every_error_of_the_fixtures_becomes_a_sentence():
    for status, code in json.loads(FIXTURES.read_text())["api_errors"]:
        failure = read_failure(status, code, "", now=NOON)
        assert isinstance(failure, TrussError)
        assert str(failure).endswith((".", "."))


def _judge(data, **given):
    progress = PublishProgress(**({"step": "process", "remote_id": "p"} | given))
    return judge_status(progress, data, user="ada")


@pytest.mark.parametrize(
    ("data", "facts", "status", "waits"),
    [
        ({"status": "PROCESSING_UPLOAD"}, {}, S.PROCESSING, 3),
        ({"status": "PROCESSING_DOWNLOAD"}, {}, S.PROCESSING, 3),
        ({"status": "SOMETHING_NEW"}, {}, S.PROCESSING, 3),
        ({}, {}, S.PROCESSING, 3),
        ({"status": "SEND_TO_USER_INBOX"}, {}, S.AWAITING_CREATOR, 3600),
        ({"status": "PROCESSING_UPLOAD"}, {"arrived": "inbox"}, S.AWAITING_CREATOR, 3600),
        ({"status": "PUBLISH_COMPLETE"}, {}, S.PUBLISHED_NO_LINK, 60),
        ({"status": "PUBLISH_COMPLETE"}, {"arrived": "inbox"}, S.PUBLISHED_NO_LINK, 60),
        ({"status": "PUBLISH_COMPLETE"}, {"privacy": "SELF_ONLY"}, S.PUBLISHED_NO_LINK, None),
        ({"status": "PROCESSING_UPLOAD"}, {"arrived": "posted"}, S.PUBLISHED_NO_LINK, 60),
        ({"status": "FAILED"}, {"arrived": "posted"}, S.PUBLISHED_NO_LINK, 60),
        (
            {"status": "PUBLISH_COMPLETE", "publicaly_available_post_id": [7312345678901234567]},
            {},
            S.PUBLISHED,
            None,
        ),
        ({"status": "FAILED", "fail_reason": "internal"}, {}, S.RETRY_AT, 60),
        ({"status": "FAILED", "fail_reason": "internal"}, {"arrived": "inbox"}, S.FAILED, None),
        ({"status": "FAILED", "fail_reason": "duration_check_failed"}, {}, S.FAILED, None),
        ({"status": "FAILED", "fail_reason": "auth_removed"}, {}, S.RECONNECT_REQUIRED, None),
        ({"status": "FAILED"}, {}, S.FAILED, None),
    ],
)
def test_a_post_is_judged_by_its_status(data, facts, status, waits):
    step = _judge(data, facts=facts)

    assert (step.status, step.look_again_seconds) == (status, waits)


def test_a_published_post_has_its_link_with_every_digit():
    data = {"status": "PUBLISH_COMPLETE", "publicaly_available_post_id": [7312345678901234567]}
    step = _judge(data)

    assert step.post_id == "7312345678901234567"
    assert step.link == "https://www.tiktok.com/@ada/video/7312345678901234567"


def test_a_failure_that_may_pass_is_begun_anew_with_bounds():
    again = _judge({"status": "FAILED", "fail_reason": "internal"}, may_be_out=True)
    last = _judge({"status": "FAILED", "fail_reason": "internal"}, restarts=5)

    assert (again.progress.is_begun, again.progress.restarts) == (False, 1)
    assert last.status is S.FAILED


@pytest.mark.parametrize(
    ("data", "facts", "looks", "status"),
    [
        ({"status": "PROCESSING_UPLOAD"}, {}, 1500, S.FAILED),
        ({"status": "PUBLISH_COMPLETE"}, {"arrived": "posted"}, 28, S.PUBLISHED_NO_LINK),
        ({"status": "SEND_TO_USER_INBOX"}, {"arrived": "inbox"}, 72, S.AWAITING_CREATOR),
    ],
)
def test_nothing_is_waited_for_without_end(data, facts, looks, status):
    step = _judge(data, facts=facts, looks=looks)

    assert (step.status, step.look_again_seconds) == (status, None)
