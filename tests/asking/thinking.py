"""What a sensible model does with each of the forty questions: the calls it makes, and its answer.

It reads the results and tells them, so that an answer is right where the right tools were called
with the right arguments. `HOLDS` are parts of a right answer.
"""

from __future__ import annotations

import re
from typing import Any

from tests.servers.gemini_calls import (
    Body,
    Talk,
    call,
    call_tools,
    list_declared,
    read_question,
    read_results,
    speak,
)

_WEEK = {"from_day": "2026-11-23", "to_day": "2026-11-29"}
_LAST_WEEK = {"from_day": "2026-11-16", "to_day": "2026-11-22"}
_NEXT_WEEK = {"from_day": "2026-11-30", "to_day": "2026-12-06"}
_FRIDAY = {"from_day": "2026-11-27", "to_day": "2026-11-27"}
_TOMORROW = {"from_day": "2026-11-26", "to_day": "2026-11-26"}
_TUESDAY = {"from_day": "2026-11-24", "to_day": "2026-11-24"}
_UNTOLD = {"page", "clip_id", "stream_id", "publication_id", "post_id", "seconds", "id"}
Calls = tuple[tuple[str, dict[str, Any]], ...]
_BEST: Calls = (("figures_by_post", _WEEK),)
_SUGGEST: Calls = (
    ("list_clips", {"status": "approved", "order": "score"}),
    ("list_publications", {}),
    ("list_slots", {"from_day": "2026-11-27"}),
)
PLANS: dict[str, tuple[Calls, tuple[str, ...]]] = {
    "Which clips did best this week, and why?": (_BEST, ("The boss goes down", "9,100")),
    "What waits for me?": ((("list_waiting", {}),), ("in review: 2", "Laughing at the door")),
    "What should I post on Friday?": (_SUGGEST, ("Fresh and ready", "2026-11-27 18:00")),
    "Why was the scream at 20:14 not clipped?": (
        (("read_chat", {"at": "20:14"}),),
        ("used up the spikes", "20:14"),
    ),
    "How many clips were rejected this week?": (
        (("list_clips", {"status": "rejected", **_WEEK}),),
        ("count: 1", "Second try"),
    ),
    "Show me my last stream": ((("show_stream", {}),), ("Horror night", "missed peaks: 2")),
    "Which platform works best?": ((("figures_by_platform", {}),), ("TikTok", "9,100")),
    "How many views did I get on Tuesday?": ((("figures_by_day", _TUESDAY),), ("9,000",)),
    "What goes out next?": (
        (("list_publications", {"group": "waiting"}),),
        ("Jump scare in the attic", "2026-11-26"),
    ),
    "Why did TikTok fail?": (
        (("list_publications", {"group": "stuck", "platform": "tiktok"}),),
        ("too long",),
    ),
    "What does a score of 84 mean?": ((("explain_score", {}),), ("measured points: 60",)),
    'Why does "The boss goes down" have that score?': (
        (("list_clips", {"words": "boss goes down"}), ("show_clip", {"clip_id": "@first"})),
        ("31 people", "91"),
    ),
    "When is my next free slot?": ((("list_slots", {}),), ("2026-11-27 18:00",)),
    "Is anything broken?": (
        (("list_troubles", {}), ("list_jobs", {})),
        ("failed jobs: 1", "The disk is full."),
    ),
    "What are you working on right now?": ((("list_jobs", {}),), ("running: 1", "40")),
    "How much did Gemini cost this month?": ((("read_spend", {}),), ("dollars spent: 1.",)),
    "Welche Clips liefen diese Woche am besten?": (_BEST, ("The boss goes down", "9,100")),
    "Was wartet auf mich?": ((("list_waiting", {}),), ("in review: 2",)),
    "¿Qué clips fueron los mejores esta semana?": (_BEST, ("The boss goes down",)),
    "How busy was chat this week?": ((("figures_by_day", _WEEK),), ("14,200",)),
    "What are my three weakest clips?": (
        (("figures_by_post", {"limit": 25}),),
        ("A cow stuck in a fence", "300"),
    ),
    "What's planned for next week?": ((("list_plan", _NEXT_WEEK),), ("Q and A",)),
    "Which peaks did you miss in yesterday's stream?": (
        (("list_streams", _TUESDAY), ("show_stream", {"stream_id": "@stream"})),
        ("same text", "used up the spikes"),
    ),
    "List the clips that are still in review": (
        (("list_clips", {"status": "in_review"}),),
        ("Silence before the storm", "count: 2"),
    ),
    "What was published to YouTube last week?": (
        (("list_publications", {"group": "out", "platform": "youtube", **_LAST_WEEK}),),
        ("A cow stuck in a fence",),
    ),
    "How sensitive is the detection set?": ((("read_settings", {}),), ("spikes an hour: 8",)),
    "What happened at 20:24 on Monday?": (
        (("read_chat", {"at": "20:24", "day": "2026-11-23"}),),
        ("Boss rush marathon",),
    ),
    "How many likes this week?": ((("figures_by_day", _WEEK),), ("1,282",)),
    "Which accounts are connected?": ((("list_accounts", {}),), ("count: 0",)),
    "Top 2 clips by score": (
        (("list_clips", {"order": "score", "limit": 2}),),
        ("The boss goes down", "91", "Fresh and ready", "88"),
    ),
    "Is something scheduled for tomorrow?": (
        (("list_publications", {"group": "waiting", **_TOMORROW}),),
        ("Jump scare in the attic",),
    ),
    "Why wasn't there a clip at 21:02 yesterday?": (
        (("read_chat", {"at": "21:02", "day": "2026-11-24"}),),
        ("same text",),
    ),
    "How did YouTube do compared to TikTok?": (
        (
            ("figures_by_platform", {}),
            ("compute", {"how": "difference", "numbers": [9100, 5500]}),
        ),
        ("difference: 3,600",),
    ),
    "How many streams did I do this week?": ((("list_streams", _WEEK),), ("count: 2",)),
    "Was soll ich am Freitag posten?": (_SUGGEST, ("Fresh and ready",)),
    "Was ist kaputt?": ((("list_troubles", {}),), ("failed jobs: 1",)),
    "¿Qué espera mi decisión?": ((("list_waiting", {}),), ("in review: 2",)),
    "Quels clips ont le mieux marché cette semaine ?": (_BEST, ("The boss goes down",)),
    "What's the latest on the attic jump scare clip?": (
        (("list_clips", {"words": "attic"}), ("show_clip", {"clip_id": "@first"})),
        ("Jump scare in the attic", "84"),
    ),
    "Which day had the most views?": ((("figures_by_day", {}),), ("9,000", "2026-11-24")),
}


def think(body: Body) -> Talk:
    """Call one tool after another, then tell what they gave."""
    calls, _ = PLANS[read_question(body)]
    results = read_results(body)
    name, given = calls[min(len(results), len(calls) - 1)]
    has_rows = any(result.get("rows") for result in results)
    needs_rows = any(str(value).startswith("@") for value in given.values())
    if len(results) < len(calls) and list_declared(body) and (has_rows or not needs_rows):
        return call_tools(call(name, call_id=f"c{len(results)}", **_fill(given, results)))
    return speak(" ".join(tell(result) for result in results))


def _fill(given: dict[str, Any], results: list[dict[str, Any]]) -> dict[str, Any]:
    """Put in the ids that former results gave."""
    rows = [row for result in results for row in result.get("rows", [])]
    first = {"@first": "clip_id", "@stream": "stream_id"}
    return {
        name: rows[0][first[value]] if isinstance(value, str) and value in first else value
        for name, value in given.items()
    }


def tell(result: dict[str, Any]) -> str:
    """Return all facts of a result, and of its first rows, in words."""
    if "problem" in result:
        return f"The tool said: {result['problem']}"
    facts = [_say(name, value) for name, value in result.items() if name not in {"rows", "note"}]
    rows = [
        ", ".join(_say(name, value) for name, value in row.items() if name not in _UNTOLD)
        for row in result.get("rows", [])[:8]
    ]
    return ". ".join([", ".join(facts), *rows]) + "."


def _say(name: str, value: Any) -> str:
    if name.startswith("untrusted_"):
        return re.sub(r"</?untrusted [0-9a-f]+>", "", str(value))
    shown = (
        f"{value:,}" if isinstance(value, int | float) and not isinstance(value, bool) else value
    )
    return f"{name.replace('_', ' ')}: {shown}"
