"""Every kind of answer that a model and its service give, and what a person gets of it.

A video of 20 s is one window. `got` is how many moments, chapters and words there are, `requests`
how often the model was asked, `paid` how many of these are in the ledger, and `is_kept` whether it
is the last word: then "Analyse again" sends nothing.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from typing import Any

from core.domain.videos.understanding import Trouble
from tests.core.adapters.analysts.gemini.replies import make_moment, make_rubric, write_answer
from tests.servers.gemini import (
    Answer,
    cut_off,
    exceed_quota,
    overload,
    refuse,
    refuse_prompt,
    say,
    stop_for,
)

GOOD = write_answer()
ALL = (1, 1, 1)
NONE = (0, 0, 0)
REST = (0, 1, 1)
MANY = [
    make_moment(
        start=f"{n / 3:.1f}",
        peak=f"{n / 3 + 1.6:.1f}",
        end=f"{n / 3 + 3.1:.1f}",
        rubric=make_rubric(n // 4),
    )
    for n in range(40)
]
HTML = Answer(body="<html>Sign in to the network</html>")
NOT_ALLOWED = {"code": 400, "message": "API key not valid: s3cret", "status": "INVALID_ARGUMENT"}
TOO_MANY = {"code": 400, "message": "The schema has too many states.", "status": "INVALID_ARGUMENT"}
HANGS = Answer(body={}, delay_seconds=9.0)


@dataclass(frozen=True, kw_only=True)
class Kind:
    """A kind of answer; `server` sets attributes of the loopback service."""

    name: str
    answers: tuple[Answer, ...] = ()
    server: dict[str, Any] = field(default_factory=dict)
    got: tuple[int, int, int] = ALL
    trouble: Trouble | None = None
    requests: int = 1
    paid: int = 1
    is_kept: bool = True
    said: str = ""


def good(name: str, text: str, **given: Any) -> Kind:
    return Kind(name=name, answers=(say(text),), **given)


def fails(name: str, trouble: Trouble, *answers: Answer, **given: Any) -> Kind:
    values: dict[str, Any] = {
        "got": NONE,
        "requests": len(answers),
        "paid": 0,
        "is_kept": False,
    } | given
    return Kind(name=name, answers=answers, trouble=trouble, **values)


def moment(name: str, **given: Any) -> Kind:
    return good(name, write_answer(make_moment(**given)))


def _readings(*pairs: tuple[str, str]) -> list[dict[str, str]]:
    return [{"time": time, "clock": clock} for time, clock in pairs]


def usage(name: str, **usage: Any) -> Kind:
    return Kind(name=name, answers=(replace(say(GOOD), usage=usage),))


FORMS = (
    good("as asked", GOOD),
    Kind(name="a thought before it", answers=(say(GOOD, thought='{"moments": []}'),)),
    good("fenced as json", f"```json\n{GOOD}\n```"),
    good("fenced", f"```\n{GOOD}\n```"),
    good("with a preface", f"Here is the analysis [of this part]:\n\n{GOOD}"),
    good("with an epilogue", f"{GOOD}\n\nShall I go on with {{more}}?"),
    good("with a byte order mark", "\ufeff" + GOOD),
    good("inside a list", f"[{GOOD}]"),
    good("inside an object", f'{{"answer": {GOOD}}}'),
    good("after an object of another kind", f'{{"plan": "look"}}\n{GOOD}'),
    good("a bare list of moments", json.dumps([make_moment()]), got=(1, 0, 0)),
    good("a comma too many", GOOD.replace("}]", "},]")),
    good("a line break in a text", GOOD.replace("Two cars", "Two\ncars")),
    good(
        "a quotation mark in one moment of three",
        write_answer(
            make_moment(start="0", peak="2", end="4"),
            make_moment(start="5", peak="7", end="9", seen="BROKEN"),
            make_moment(start="10", peak="12", end="14"),
        ).replace("BROKEN", 'a "quoted" car'),
        got=(2, 1, 1),
    ),
    good("fields nobody asked for", write_answer(make_moment(privacy="public"), publish="all")),
    good("chapters that are no list", write_answer(chapters="none"), got=(1, 0, 1)),
    good("no moment at all", write_answer(moments=[]), got=REST),
)

ENDINGS = (
    Kind(name="OTHER", answers=(say(GOOD, finish="OTHER"),)),
    Kind(name="an ending nobody knows", answers=(say(GOOD, finish="BORED"),)),
    Kind(name="MALFORMED_RESPONSE", answers=(say(GOOD, finish="MALFORMED_RESPONSE"),)),
    Kind(name="SAFETY after whole moments", answers=(say(GOOD, finish="SAFETY"),)),
    Kind(
        name="cut within what is spoken",
        answers=(say(GOOD[:-20], finish="MAX_TOKENS"),),
        got=(1, 1, 0),
    ),
    Kind(
        name="cut within the second moment",
        answers=(
            say(json.dumps({"moments": [make_moment(), make_moment()]})[:-60], finish="MAX_TOKENS"),
        ),
        got=(1, 0, 0),
    ),
    Kind(
        name="cut within the first moment, then whole",
        answers=(cut_off(GOOD), say(GOOD)),
        requests=2,
        paid=2,
    ),
    fails("cut twice", Trouble.UNFINISHED, cut_off(GOOD), cut_off(GOOD), paid=2, is_kept=True),
    good("cut without a word of it", GOOD[:-20], got=(1, 1, 0)),
    fails(
        "cut without a word of it, twice",
        Trouble.UNREADABLE,
        *[say(GOOD[: len(GOOD) // 2])] * 2,
        paid=2,
        is_kept=True,
    ),
    fails("prose", Trouble.UNREADABLE, *[say("I am sorry.")] * 2, paid=2, is_kept=True),
    fails("null", Trouble.UNREADABLE, *[say("null")] * 2, paid=2, is_kept=True),
    fails("an empty object", Trouble.UNREADABLE, *[say("{}")] * 2, paid=2, is_kept=True),
    fails(
        "moments that are no list",
        Trouble.UNREADABLE,
        *[say('{"moments": {}}')] * 2,
        paid=2,
        is_kept=True,
    ),
    fails("SAFETY", Trouble.BLOCKED, stop_for("SAFETY"), paid=1, is_kept=True),
    fails("RECITATION", Trouble.BLOCKED, stop_for("RECITATION"), paid=1, is_kept=True),
    fails("SPII", Trouble.BLOCKED, stop_for("SPII"), paid=1, is_kept=True),
    fails("a refused prompt", Trouble.BLOCKED, refuse_prompt(), paid=1, is_kept=True),
    fails("a new reason", Trouble.BLOCKED, refuse_prompt("NEW"), paid=1, is_kept=True),
    Kind(
        name="the second candidate speaks",
        answers=(
            Answer(
                body={
                    "candidates": [
                        {"finishReason": "OTHER"},
                        {"content": {"parts": [{"text": GOOD}]}, "finishReason": "STOP"},
                    ]
                }
            ),
        ),
    ),
    fails("silence", Trouble.GARBLED, *[say("")] * 2, paid=2),
    fails("OTHER and silence", Trouble.GARBLED, *[stop_for("OTHER")] * 2, paid=2),
    Kind(name="silence, then a word", answers=(say(""), say(GOOD)), requests=2, paid=2),
)

TRANSPORT = (
    fails("a page with 200", Trouble.GARBLED, HTML, HTML),
    fails("an empty list", Trouble.GARBLED, *[Answer(body=[])] * 2),
    fails("nothing", Trouble.GARBLED, *[Answer(body={}, usage={})] * 2),
    fails("an empty body", Trouble.GARBLED, *[Answer(body="")] * 2),
    fails(
        "candidates that are no list",
        Trouble.GARBLED,
        *[Answer(body={"candidates": 7})] * 2,
        paid=2,
    ),
    Kind(name="a page, then an answer", answers=(HTML, say(GOOD)), requests=2),
    fails("502", Trouble.OVERLOADED, *[Answer(body="<html>gateway</html>", status=502)] * 3),
    fails("503", Trouble.OVERLOADED, *[overload()] * 3),
    fails("500", Trouble.OVERLOADED, *[Answer(body={}, status=500)] * 3),
    fails("504", Trouble.OVERLOADED, *[Answer(body={}, status=504)] * 3),
    Kind(name="503, then an answer", answers=(overload(), say(GOOD)), requests=2),
    Kind(name="429 for a moment", answers=(exceed_quota(), say(GOOD)), requests=2),
    Kind(
        name="429 for 0s",
        answers=(*[exceed_quota(retry_delay="0s")] * 3, say(GOOD)),
        requests=4,
    ),
    Kind(
        name="429 without a delay",
        answers=(exceed_quota(retry_delay=None), say(GOOD)),
        requests=2,
    ),
    fails("429 for long", Trouble.QUOTA, exceed_quota(retry_delay="3600s"), said="too often"),
    fails("429 for the day", Trouble.QUOTA_DAY, exceed_quota(per_day=True), said="tomorrow"),
    fails("403", Trouble.REFUSED, refuse(403), said="TRUSS_GEMINI_API_KEY"),
    fails("401", Trouble.REFUSED, refuse(401), said="TRUSS_GEMINI_API_KEY"),
    fails("404", Trouble.REFUSED, refuse(404), said="TRUSS_GEMINI__MODEL"),
    fails(
        "400 for the key",
        Trouble.REFUSED,
        Answer(status=400, body={"error": NOT_ALLOWED}),
        said="TRUSS_GEMINI_API_KEY",
    ),
    fails(
        "400 for the question",
        Trouble.REFUSED,
        Answer(status=400, body={"error": TOO_MANY}),
        said="too many states",
    ),
    fails("it hangs twice", Trouble.TIMED_OUT, HANGS, HANGS),
    Kind(name="it hangs once", answers=(HANGS, say(GOOD)), requests=2),
    Kind(
        name="a connection that breaks",
        answers=(Answer(body={}, is_cut=True), say(GOOD)),
        requests=2,
    ),
)

UPLOADS = (
    Kind(name="429 at the start", server={"upload_answers": [exceed_quota()]}),
    Kind(name="503 at the start", server={"upload_answers": [overload()]}),
    Kind(name="a chunk that breaks off", server={"cuts_chunks": 1}),
    Kind(name="a reply without its status", server={"forgets_status": 1}),
    Kind(name="a page at the start", server={"upload_answers": [HTML]}),
    fails("no final, ever", Trouble.GARBLED, server={"forgets_status": 10**6}),
    fails("every chunk breaks off", Trouble.UNREACHABLE, server={"cuts_chunks": 10**6}),
    fails("429 for ever", Trouble.QUOTA, server={"upload_answers": [exceed_quota()] * 99}),
    fails("it cannot read the copy", Trouble.UPLOAD, server={"breaks_files": True}),
    fails("it is never ready", Trouble.UPLOAD, server={"polls": 10**6}),
    fails(
        "403 at the start",
        Trouble.REFUSED,
        server={"upload_answers": [refuse(403)] * 9},
        said="TRUSS_GEMINI_API_KEY",
    ),
)

USAGE = (
    Kind(name="no usage", answers=(replace(say(GOOD), usage={}),)),
    usage("no tokens", promptTokenCount=0, candidatesTokenCount=0),
    usage("10^12 tokens", promptTokenCount=10**12, candidatesTokenCount=10**12),
    usage("tokens below nothing", promptTokenCount=-7, candidatesTokenCount=-7),
)

TIMES = (
    good(
        "one clock of three misread",
        write_answer(clock_readings=_readings(("1", "1"), ("10", "19"), ("18", "18"))),
    ),
    good("no readings", write_answer(make_moment(clock=""), clock_readings=[])),
    good("readings that are no times", write_answer(clock_readings=_readings(("?", ""))[:1])),
    good(
        "a drift that follows a rule",
        write_answer(
            make_moment(start="4", peak="8", end="12", clock="10"),
            clock_readings=_readings(("0", "0"), ("8", "10"), ("16", "20")),
        ),
    ),
    good(
        "a moment with its own reading where the others are a muddle",
        write_answer(
            make_moment(clock="00:09"),
            clock_readings=_readings(("1", "18"), ("10", "2"), ("18", "9")),
        ),
        got=(1, 0, 0),
    ),
    moment("times as numbers", start=2, peak=7.5, end=12),
    moment("decimal commas", start="2,5", peak="7,5", end="12,5", clock="00:07"),
    moment("times with their unit", start="2s", peak="7 s", end="12 sec"),
    moment("times in brackets", start="[00:02]", peak="(00:07)", end="[00:12]"),
    moment("milliseconds", start="2000", peak="7000", end=12000, clock="00:07"),
    moment("half points", rubric=make_rubric(7.5)),
    moment("points as texts", rubric=make_rubric("7/10")),
    moment("one mark missing", rubric={k: v for k, v in make_rubric().items() if k != "hook"}),
    moment("one mark of 100", rubric=make_rubric() | {"hook": {"points": 100, "why": ""}}),
    moment("a quote that nobody said", quote="I never said this at all"),
    moment("no title", title=None),
    moment("a category nobody asked for", category="PUBLISH"),
    good("one moment past the end", write_answer(make_moment(), make_moment(start="40", end="50"))),
    good("40 moments", write_answer(*MANY), got=(5, 1, 1)),
    Kind(
        name="every moment past the end, then right",
        answers=(say(write_answer(make_moment(start="40", peak="45", end="50"))), say(GOOD)),
        requests=2,
        paid=2,
    ),
    Kind(
        name="every moment past the end, twice",
        answers=(say(write_answer(make_moment(start="40", peak="45", end="50"))),) * 2,
        trouble=Trouble.UNREADABLE,
        got=REST,
        requests=2,
        paid=2,
        said="none of the times",
    ),
)

KINDS = (*FORMS, *ENDINGS, *TRANSPORT, *UPLOADS, *USAGE, *TIMES)
