"""Rarer kinds of answers, as the service's own types and its documents allow them."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from core.domain.videos.understanding import Trouble
from tests.core.adapters.analysts.gemini.kinds import GOOD, Kind, fails, good, moment, usage
from tests.core.adapters.analysts.gemini.replies import make_rubric
from tests.servers.gemini import Answer, cut_off, exceed_quota, fail, refuse_prompt, say, stop_for

SENTENCE = "You do not have permission to access the File x or it may not exist."
GONE = fail(403, "PERMISSION_DENIED", SENTENCE)
NO_QUOTA = "Quota exceeded for metric: x, limit: 0, model: y"


def _speak(*parts: dict[str, Any], finish: str = "STOP", **beside: Any) -> Answer:
    candidate = {"content": {"role": "model", "parts": list(parts)}, "finishReason": finish}
    return Answer(body={"candidates": [candidate | beside], "modelVersion": "x"})


def _beside(name: str, **beside: Any) -> Kind:
    """Return a good answer with something odd beside it."""
    answer = say(GOOD)
    assert isinstance(answer.body, dict)
    return Kind(name=name, answers=(replace(answer, body=answer.body | beside),))


def _refuse_key(reason: str) -> Answer:
    detail = {"@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": reason}
    return fail(400, "INVALID_ARGUMENT", "The request is not allowed.", [detail])


REFUSALS = tuple(
    fails(f"{finish} and silence", Trouble.BLOCKED, stop_for(finish), paid=1, is_kept=True)
    for finish in (
        *("LANGUAGE", "BLOCKLIST", "PROHIBITED_CONTENT", "MODEL_ARMOR"),
        *("IMAGE_SAFETY", "IMAGE_RECITATION", "IMAGE_PROHIBITED_CONTENT"),
    )
)

SILENCES = tuple(
    fails(f"{finish} and silence", Trouble.GARBLED, *[stop_for(finish)] * 2, paid=2)
    for finish in ("MALFORMED_FUNCTION_CALL", "TOO_MANY_TOOL_CALLS", "MALFORMED_RESPONSE")
)

PARTS = (
    Kind(
        name="an answer in three parts",
        answers=(_speak({"text": GOOD[:40]}, {"text": GOOD[40:90]}, {"text": GOOD[90:]}),),
    ),
    Kind(
        name="a thought in the middle and a signature",
        answers=(
            _speak(
                {"text": GOOD[:40], "thoughtSignature": "AAAA"},
                {"text": "Hm {", "thought": True},
                {"text": GOOD[40:]},
            ),
        ),
    ),
    Kind(
        name="parts of another kind",
        answers=(_speak({"functionCall": {"name": "f", "args": {}}}, {"text": GOOD}),),
    ),
    Kind(
        name="thoughts alone up to the limit, then whole",
        answers=(_speak({"text": "Hm", "thought": True}, finish="MAX_TOKENS"), say(GOOD)),
        requests=2,
        paid=2,
    ),
    good("JSON within a text of JSON", json.dumps(GOOD)),
    _beside("a block reason that is none", promptFeedback={"safetyRatings": []}),
    fails("JAILBREAK", Trouble.BLOCKED, refuse_prompt("JAILBREAK"), paid=1, is_kept=True),
    fails("no candidates", Trouble.GARBLED, *[Answer(body={"candidates": []})] * 2, paid=2),
)

FIELDS = (
    _beside("a date that is none", createTime="soon"),
    _beside("a version that is a number", modelVersion=3.8),
    _beside("a field that nobody knows", weather={"sun": True}),
    Kind(
        name="ratings of another form",
        answers=(_speak({"text": GOOD}, safetyRatings="none", avgLogprobs="NaN"),),
    ),
    usage("tokens in words", promptTokenCount="many", candidatesTokenCount="few"),
    usage("a fraction of a token", promptTokenCount=10.5, candidatesTokenCount=3.5),
    usage("the total alone", totalTokenCount=2000),
    usage("a modality nobody knows", promptTokenCount=900, promptTokensDetails=[{"modality": "X"}]),
)

REFUSED = (
    fails(
        "a key that is refused by its reason alone",
        Trouble.REFUSED,
        _refuse_key("API_KEY_INVALID"),
        said="TRUSS_GEMINI_API_KEY",
    ),
    fails(
        "a model without any quota",
        Trouble.REFUSED,
        fail(429, "RESOURCE_EXHAUSTED", NO_QUOTA),
        said="TRUSS_GEMINI__MODEL",
    ),
    fails(
        "credits that are used up",
        Trouble.REFUSED,
        fail(429, "RESOURCE_EXHAUSTED", "Your prepayment credits are depleted."),
        said="credit",
    ),
    fails("a day without a delay", Trouble.QUOTA_DAY, exceed_quota(per_day=True, retry_delay=None)),
    Kind(name="a copy that is gone, then an answer", answers=(GONE, say(GOOD)), requests=2),
    fails("a copy that is always gone", Trouble.UPLOAD, *[GONE] * 3, said="copy"),
    Kind(
        name="half an answer, then whole",
        answers=(Answer(body={}, is_half=True), say(GOOD)),
        requests=2,
    ),
    Kind(
        name="cut, then gone, then whole",
        answers=(cut_off(GOOD), GONE, say(GOOD)),
        requests=3,
        paid=2,
    ),
)

TIMES = (
    moment("hours in the times", start="00:00:02", peak="00:00:07", end="0:00:12"),
    moment("a tenth in the times", start="00:02.5", peak="00:07.5", end="00:12.5", clock="00:07"),
    moment("points that are no number", rubric=make_rubric() | {"hook": {"points": None}}),
)

RARE = (*REFUSALS, *SILENCES, *PARTS, *FIELDS, *REFUSED, *TIMES)
"""Kinds that were written from the types of the service, before any of them was met."""
