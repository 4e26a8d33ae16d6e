import aiohttp
import pytest
from google.genai import errors, types

from core.adapters.analysts.gemini.requests import (
    Reply,
    describe_obstacle,
    plan_pause,
    read_failure,
    read_response,
)
from core.domain.videos.model_spend import TokenUse
from core.domain.videos.model_tuning import ModelTuning
from core.domain.videos.understanding import Trouble
from tests.servers.gemini import exceed_quota

TUNING = ModelTuning(patience_seconds=90.0, first_delay_seconds=1.0)


def _respond(*parts, finish="STOP", **given):
    content = types.Content(role="model", parts=list(parts)) if parts else None
    candidate = types.Candidate(content=content, finish_reason=types.FinishReason(finish))
    return types.GenerateContentResponse(candidates=[candidate], **given)


def test_thoughts_are_not_the_answer():
    response = _respond(
        types.Part(text="Hmm.", thought=True), types.Part(text="{"), types.Part(text="}")
    )

    assert read_response(response) == Reply(text="{}")


def test_an_answer_without_parts_is_empty():
    assert read_response(_respond()).text == ""


def test_tokens_are_those_of_the_answer_and_of_what_was_thought():
    usage = types.GenerateContentResponseUsageMetadata(
        prompt_token_count=61342, candidates_token_count=812, thoughts_token_count=1534
    )

    reply = read_response(_respond(types.Part(text="{}"), usage_metadata=usage))

    assert reply.use == TokenUse(prompt=61342, answer=2346)


@pytest.mark.parametrize("finish", ["SPII", "LANGUAGE", "BLOCKLIST", "PROHIBITED_CONTENT"])
def test_what_is_blocked_once_is_blocked_again(finish):
    assert read_response(_respond(finish=finish)).trouble is Trouble.BLOCKED


def _api_error(code, body):
    return errors.APIError(code, body)


@pytest.mark.parametrize(
    ("error", "trouble", "retry"),
    [
        (TimeoutError(), Trouble.TIMED_OUT, None),
        (aiohttp.ClientPayloadError(), Trouble.UNREACHABLE, None),
        (ConnectionResetError(), Trouble.UNREACHABLE, None),
        (ValueError("Failed to parse"), Trouble.UNREADABLE, None),
        (_api_error(429, exceed_quota(retry_delay="27s").body), Trouble.QUOTA, 27.0),
        (_api_error(429, exceed_quota(retry_delay="1.5s").body), Trouble.QUOTA, 1.5),
        (_api_error(429, exceed_quota(retry_delay="soon").body), Trouble.QUOTA, None),
        (_api_error(429, exceed_quota(per_day=True).body), Trouble.QUOTA_DAY, None),
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
        (Trouble.QUOTA, 0.0, 8, 0.0, None),  # it says now, and says no, for ever
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


@pytest.mark.parametrize(("code", "words"), [(429, "too often"), (503, "overloaded")])
def test_an_obstacle_that_passes_is_told_by_its_code(code, words):
    error = errors.APIError(code, {"error": {"message": "secret"}})

    told = describe_obstacle(error, model="m")

    assert words in told
    assert "secret" not in told
