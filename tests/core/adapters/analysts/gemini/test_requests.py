import pytest
from google.genai import errors, types

from core.adapters.analysts.gemini.requests import Reply, describe_obstacle, read_response
from core.domain.videos.model_spend import NOTHING_USED, TokenUse
from core.domain.videos.understanding import Trouble


def _respond(*parts, finish="STOP", **given):
    content = types.Content(role="model", parts=list(parts)) if parts else None
    candidate = types.Candidate(content=content, finish_reason=types.FinishReason(finish))
    return types.GenerateContentResponse(candidates=[candidate], **given)


def test_thoughts_are_not_the_answer():
    response = _respond(
        types.Part(text="Hmm.", thought=True), types.Part(text="{"), types.Part(text="}")
    )

    assert read_response(response) == Reply(text="{}", use=None)


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


def test_an_ending_that_nobody_knows_costs_nothing_that_was_said():
    reply = read_response(_respond(types.Part(text="{}"), finish="OTHER"))

    assert (reply.text, reply.trouble) == ("{}", None)


def test_what_was_said_before_a_cut_is_kept_beside_the_trouble():
    reply = read_response(_respond(types.Part(text="{"), finish="MAX_TOKENS"))

    assert (reply.text, reply.trouble) == ("{", Trouble.UNFINISHED)


@pytest.mark.parametrize("finish", ["STOP", "OTHER", "MALFORMED_RESPONSE"])
def test_silence_is_no_word_of_the_models(finish):
    assert read_response(_respond(finish=finish)).trouble is Trouble.GARBLED
    assert read_response(types.GenerateContentResponse()).trouble is Trouble.GARBLED


@pytest.mark.parametrize(("code", "words"), [(429, "too often"), (503, "overloaded")])
def test_an_obstacle_that_passes_is_told_by_its_code(code, words):
    error = errors.APIError(code, {"error": {"message": "secret"}})

    told = describe_obstacle(error, model="m")

    assert words in told
    assert "secret" not in told


def test_of_several_candidates_the_one_that_says_something_is_read():
    silent = types.Candidate(finish_reason=types.FinishReason.OTHER)
    said = types.Candidate(content=types.Content(parts=[types.Part(text="{}")]))

    assert read_response(types.GenerateContentResponse(candidates=[silent, said])).text == "{}"


@pytest.mark.parametrize("usage", [None, {}, {"prompt_token_count": 0}])
def test_tokens_that_are_not_told_are_unknown_and_not_none(usage):
    metadata = None if usage is None else types.GenerateContentResponseUsageMetadata(**usage)

    assert read_response(_respond(types.Part(text="{}"), usage_metadata=metadata)).use is None
    assert read_response(types.GenerateContentResponse()).use == NOTHING_USED
