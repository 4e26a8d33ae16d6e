"""The real client asks the loopback service with functions."""

from dataclasses import replace

import pytest
from google.ai.generativelanguage import GenerateContentRequest
from google.protobuf import json_format  # type: ignore[import-untyped]

from core.adapters.analysts.gemini import GeminiAskModel, open_client
from core.domain.asking.tool_spec import Kind, Parameter, ToolCall, ToolSpec
from core.domain.videos.model_tuning import ModelTuning
from core.domain.videos.understanding import Trouble
from core.ports.asking import AskModel, AskRequest, Exchange
from tests.servers.gemini import KEY
from tests.servers.gemini_calls import (
    Chunk,
    Talk,
    call,
    call_tools,
    end_for,
    fail,
    list_declared,
    speak,
)
from tests.servers.own_time import OwnTime, count_own_time

TUNING = ModelTuning(timeout_seconds=3.0, attempts=1)
SPEC = ToolSpec(
    name="find",
    about="Finds things",
    parameters=(
        Parameter(name="what", about="a kind", is_required=True, choices=("a", "b")),
        Parameter(name="numbers", about="numbers", kind=Kind.NUMBERS),
    ),
)
CALL = ToolCall(name="find", arguments={"what": "a"}, call_id="c1", signature=b"thought")
REQUEST = AskRequest(
    instructions="Answer.",
    exchanges=(
        Exchange(asked="Before?", said="Yes."),
        Exchange(asked="And now?"),
        Exchange(calls=(CALL,), results=({"count": 1},)),
    ),
    tools=(SPEC,),
)


@pytest.fixture
async def model(gemini):
    async with open_client(api_key=KEY, base_url=gemini.url, tuning=TUNING) as client:
        yield GeminiAskModel(client=client, tuning=TUNING)


async def listen(model, request=REQUEST):
    return [piece async for piece in model.answer(request)]


async def test_a_longer_answer_is_expected_to_cost_more(model):
    usual, long = (
        model.estimate_use(replace(REQUEST, answer_tokens_max=most)).answer for most in (1500, 8000)
    )

    assert (usual, long) == (700, 3733)


async def test_words_come_in_pieces_and_tokens_at_the_end(gemini, model):
    gemini.talk = speak("It has nine lives.")

    pieces = await listen(model)

    assert "".join(piece.text for piece in pieces) == "It has nine lives."
    assert len([piece for piece in pieces if piece.text]) == 4
    assert [piece.use for piece in pieces if piece.use][-1].prompt > 0


async def test_a_call_keeps_its_id_and_what_the_model_signed(gemini, model):
    gemini.talk = call_tools(call("find", call_id="c2", what="b"))

    (piece,) = [piece for piece in await listen(model) if piece.call]

    assert (piece.call.name, piece.call.arguments, piece.call.call_id) == (
        "find",
        {"what": "b"},
        "c2",
    )
    assert piece.call.signature == b"what the model thought"


async def test_what_goes_over_the_wire_is_what_google_publishes(gemini, model):
    await listen(model)

    body = gemini.requests[0]
    assert [content["role"] for content in body["contents"]] == [
        "user", "model", "user", "model", "user",
    ]  # fmt: skip
    called, given = body["contents"][3]["parts"][0], body["contents"][4]["parts"][0]
    assert called["functionCall"]["args"] == {"what": "a"}
    assert called["thoughtSignature"]
    assert given["functionResponse"]["response"] == {"count": 1}
    assert list_declared(body) == ["find"]
    known = {name: body[name] for name in ("contents", "systemInstruction") if name in body}
    for content in known["contents"]:
        for part in content["parts"]:
            # The published package is older than signatures.
            part.pop("thoughtSignature", None)
    json_format.ParseDict({"model": "models/x", **known}, GenerateContentRequest.pb()())


async def test_without_tools_none_are_declared(gemini, model):
    await listen(model, AskRequest(instructions="A", exchanges=(Exchange(asked="?"),)))

    assert "tools" not in gemini.requests[0]


@pytest.mark.parametrize(
    ("talk", "trouble"),
    [
        (fail(503, "UNAVAILABLE", "Overloaded."), Trouble.OVERLOADED),
        (fail(429, "RESOURCE_EXHAUSTED", "Quota."), Trouble.QUOTA),
        (fail(404, "NOT_FOUND", "No such model."), Trouble.REFUSED),
        (end_for("SAFETY"), Trouble.BLOCKED),
        (end_for("STOP"), Trouble.GARBLED),
        (end_for("TOO_MANY_TOOL_CALLS"), Trouble.GARBLED),
        (Talk(chunks=(Chunk(is_cut=True),)), Trouble.UNREACHABLE),
    ],
)
async def test_a_trouble_is_a_piece_and_never_raised(gemini, model, talk, trouble):
    gemini.talk = talk

    pieces = await listen(model)

    assert pieces[-1].trouble is trouble
    assert pieces[-1].reason.endswith(".")


async def test_the_first_words_do_not_wait_for_the_last(gemini, model):
    gemini.talk = speak("One. Two. Three. Four.", delay_seconds=0.2)
    waited = OwnTime()

    async with count_own_time(waited):
        async for piece in model.answer(REQUEST):
            if piece.text:
                break

    assert waited.now() < 0.6


async def test_a_longer_conversation_is_expected_to_cost_more(model):
    short = model.estimate_use(AskRequest(instructions="A", exchanges=(Exchange(asked="?"),)))

    assert model.estimate_use(REQUEST).prompt > short.prompt
    assert model.name == TUNING.model


_: type[AskModel] = GeminiAskModel
