from datetime import timedelta

import pytest

from core.adapters.publishers.youtube.answers import (
    dig,
    list_items,
    read_failure,
    read_reason,
    read_stored_bytes,
    read_video_id,
)
from core.errors import ExternalFailure, QuotaReached, ReconnectRequired, RetryLater, TokenRefused
from tests.builders import NOON


def _body(reason, message="The words."):
    inner = {"message": message, "domain": "youtube", "reason": reason}
    return {"error": {"code": 400, "message": message, "errors": [inner]}}


@pytest.mark.parametrize(
    ("status", "reason", "kind", "retryable"),
    [
        (401, "authError", TokenRefused, True),
        (403, "forbidden", ReconnectRequired, False),
        (403, "insufficientPermissions", ReconnectRequired, False),
        (403, "quotaExceeded", QuotaReached, True),
        (403, "rateLimitExceeded", RetryLater, True),
        (403, "userRateLimitExceeded", RetryLater, True),
        (429, "", RetryLater, True),
        (400, "uploadLimitExceeded", QuotaReached, True),
        (400, "invalidTitle", ExternalFailure, False),
        (400, "mediaBodyRequired", ExternalFailure, False),
        (401, "youtubeSignupRequired", ReconnectRequired, False),
        (403, "authenticatedUserAccountClosed", ReconnectRequired, False),
        (403, "authenticatedUserAccountSuspended", ReconnectRequired, False),
        (500, "internalError", ExternalFailure, True),
        (503, "backendError", ExternalFailure, True),
    ],
)
def test_each_reason_means_one_thing(status, reason, kind, retryable):
    failure = read_failure(status, _body(reason), now=NOON)

    assert type(failure) is kind
    assert isinstance(failure, ExternalFailure)
    assert failure.retryable is retryable
    assert "The words." in str(failure)


def test_quotas_end_at_midnight_in_california_and_a_channels_own_after_a_day():
    project = read_failure(403, _body("quotaExceeded"), now=NOON)
    channel = read_failure(400, _body("uploadLimitExceeded"), now=NOON)

    assert isinstance(project, QuotaReached)
    assert isinstance(channel, QuotaReached)
    assert project.until == NOON + timedelta(hours=20)  # noon UTC is 4 o'clock there
    assert channel.until == NOON + timedelta(hours=24)


@pytest.mark.parametrize(
    ("said", "seconds"), [("7", 7), ("", 60), (None, 60), ("soon", 60), ("9999999", 60)]
)
def test_the_patience_that_is_asked_for_is_given(said, seconds):
    failure = read_failure(429, None, now=NOON, retry_after=said)

    assert isinstance(failure, RetryLater)
    assert failure.seconds == seconds


@pytest.mark.parametrize(
    "body",
    [None, [], "x", {}, {"error": None}, {"error": {"errors": []}}, {"error": {"errors": [3]}}],
)
def test_an_answer_of_any_shape_is_read(body):
    assert read_reason(body) == ("", "")
    assert "503" in str(read_failure(503, body, now=NOON))


def test_the_words_of_the_platform_are_bounded_and_clean():
    _, words = read_reason(_body("x", "a\x00b" * 1000))

    assert len(words) <= 300
    assert "\x00" not in words


@pytest.mark.parametrize(
    ("header", "stored"),
    [
        ("bytes=0-524287", 524_288),
        ("bytes=0-0", 1),
        ("", 0),
        ("bytes=5-9", 0),
        ("bytes=0-99999999", 1_000_000),  # never more than there is
    ],
)
def test_what_is_stored_is_read_from_the_range(header, stored):
    assert read_stored_bytes({"Range": header}, size=1_000_000) == stored


def test_a_video_without_a_proper_id_is_asked_for_again():
    assert read_video_id({"id": "dQw4w9WgXcQ"}) == "dQw4w9WgXcQ"
    for body in (None, {}, {"id": 7}, {"id": "a/../b"}):
        with pytest.raises(ExternalFailure):
            read_video_id(body)


def test_what_lies_deep_is_found_or_empty():
    assert dig({"a": {"b": "c"}}, "a", "b") == "c"
    assert dig({"a": 1}, "a", "b") == ""
    assert list_items({"items": [1]}) == [1]
    assert list_items(None) == []
