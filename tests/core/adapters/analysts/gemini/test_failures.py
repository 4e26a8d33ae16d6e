import aiohttp
import pytest
from google.genai import errors

from core.adapters.analysts.gemini.failures import plan_pause, plan_upload_pause, read_failure
from core.adapters.analysts.gemini.requests import Reply
from core.domain.videos.model_tuning import ModelTuning
from core.domain.videos.understanding import Trouble
from tests.servers.gemini import exceed_quota

TUNING = ModelTuning(patience_seconds=90.0, first_delay_seconds=1.0)


def _api_error(code, body):
    return errors.APIError(code, body)


@pytest.mark.parametrize(
    ("error", "trouble", "retry"),
    [
        (TimeoutError(), Trouble.TIMED_OUT, None),
        (aiohttp.ClientPayloadError(), Trouble.UNREACHABLE, None),
        (ConnectionResetError(), Trouble.UNREACHABLE, None),
        (ValueError("Failed to parse"), Trouble.GARBLED, None),
        (KeyError("uri"), Trouble.GARBLED, None),
        (_api_error(429, exceed_quota(retry_delay="27s").body), Trouble.QUOTA, 27.0),
        (_api_error(429, exceed_quota(retry_delay="1.5s").body), Trouble.QUOTA, 1.5),
        (_api_error(429, exceed_quota(retry_delay="soon").body), Trouble.QUOTA, None),
        (_api_error(429, exceed_quota(per_day=True).body), Trouble.QUOTA_DAY, 0.05),
        (_api_error(400, {"error": {"message": "not in an ACTIVE state"}}), Trouble.UPLOAD, None),
        (_api_error(429, {"error": "odd"}), Trouble.QUOTA, None),
        (_api_error(429, {"error": {"details": [7, {"violations": 3}]}}), Trouble.QUOTA, None),
        (_api_error(503, {"error": {"message": "overloaded"}}), Trouble.OVERLOADED, None),
        (_api_error(599, {}), Trouble.OVERLOADED, None),
        (_api_error(404, {"error": {"message": "no such\x1b model"}}), Trouble.REFUSED, None),
        (_api_error(400, {}), Trouble.REFUSED, None),
    ],
)
def test_each_failure_has_one_meaning_and_a_sentence(error, trouble, retry):
    reply = read_failure(error)

    assert (reply.trouble, reply.retry_seconds) == (trouble, retry)
    assert reply.reason
    assert "\x1b" not in reply.reason


@pytest.mark.parametrize(
    ("trouble", "retry", "asked", "waited", "pause"),
    [
        (Trouble.QUOTA, 27.0, 1, 0.0, 27.0),
        (Trouble.QUOTA, 27.0, 3, 54.0, 27.0),  # 54 + 27 = 81 of 90
        (Trouble.QUOTA, 27.0, 4, 81.0, None),  # 108 of 90
        (Trouble.QUOTA, None, 1, 0.0, 2.0),
        (Trouble.QUOTA, None, 3, 6.0, 8.0),
        (Trouble.QUOTA, 0.0, 1, 0.0, 1.0),  # it says now: our own delay is the least
        (Trouble.QUOTA, 0.0, 4, 0.0, 8.0),
        (Trouble.QUOTA, 0.0, 8, 0.0, None),  # it says now, and says no, for ever
        (Trouble.GARBLED, None, 1, 0.0, 0.0),
        (Trouble.UNREACHABLE, None, 1, 0.0, 0.0),
        (Trouble.QUOTA_DAY, 27.0, 1, 0.0, None),
        (Trouble.TIMED_OUT, None, 1, 0.0, 0.0),
        (Trouble.TIMED_OUT, None, 2, 0.0, None),
        (Trouble.UNFINISHED, None, 1, 0.0, 0.0),
        (Trouble.UNREADABLE, None, 1, 0.0, 0.0),
        (Trouble.BLOCKED, None, 1, 0.0, None),
        (Trouble.OVERLOADED, None, 1, 0.0, None),  # the library has tried three times already
        (None, None, 1, 0.0, None),
    ],
)
def test_a_second_try_is_made_where_it_may_help_and_is_worth_the_wait(
    trouble, retry, asked, waited, pause
):
    reply = Reply(trouble=trouble, retry_seconds=retry)

    assert plan_pause(reply, asked=asked, waited=waited, tuning=TUNING) == pause


@pytest.mark.parametrize(
    ("trouble", "retry", "sent", "waited", "pause"),
    [
        (Trouble.QUOTA, 27.0, 1, 0.0, 27.0),
        (Trouble.UNREACHABLE, None, 1, 0.0, 2.0),
        (Trouble.GARBLED, None, 2, 2.0, 4.0),
        (Trouble.OVERLOADED, None, 1, 0.0, 2.0),
        (Trouble.UNREACHABLE, None, 3, 6.0, None),
        (Trouble.UNREACHABLE, None, 2, 89.0, None),
        (Trouble.REFUSED, None, 1, 0.0, None),
        (Trouble.QUOTA_DAY, None, 1, 0.0, None),
    ],
)
def test_a_copy_that_did_not_arrive_is_sent_again(trouble, retry, sent, waited, pause):
    reply = Reply(trouble=trouble, retry_seconds=retry)

    assert plan_upload_pause(reply, sent=sent, waited=waited, tuning=TUNING) == pause


@pytest.mark.parametrize(
    ("code", "message", "named"),
    [
        (400, "API key not valid: AIzaSyFakeFakeFakeFakeFakeFakeFakeFake", "TRUSS_GEMINI_API_KEY"),
        (401, "Bad key tiny", "TRUSS_GEMINI_API_KEY"),
        (403, "tiny has no permission", "TRUSS_GEMINI_API_KEY"),
        (404, "models/gone is not found", "TRUSS_GEMINI__MODEL"),
    ],
)
def test_a_refusal_names_the_setting_and_never_repeats_a_key(code, message, named):
    reply = read_failure(_api_error(code, {"error": {"message": message}}), model="gone")

    assert named in reply.reason
    assert "AIza" not in reply.reason
    assert "tiny" not in reply.reason


def test_another_refusal_is_told_without_what_could_be_a_secret():
    said = "Too many states in abcdefghijklmnopqrstuvwxyz; the key was s3cret"
    reply = read_failure(_api_error(400, {"error": {"message": said}}))

    assert reply.reason.endswith("(400): Too many states in ...; the ...")
