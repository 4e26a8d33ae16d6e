"""Asking words: an answer to a question as every face tells it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from cogs.texts.sentences import translate
from core.domain.asking.answer import Answer

EXAMPLES: Final = (
    "Which clips did best this week, and why?",
    "What waits for me?",
    "What should I post on Friday?",
    "Why was the scream at 20:14 not clipped?",
)


def translate_answer(told: Answer) -> Answer:
    """Return a report's answer in the person's language; what a model said is in it already."""
    return replace(
        told,
        text=translate(told.text, told.language),
        basis=translate(told.basis, told.language),
        proposals=tuple(
            replace(one, name=translate(one.name, told.language)) for one in told.proposals
        ),
    )


def describe_basis(answer: Answer, say: Callable[[str], str] = str) -> str:
    """Return what an answer rests on: its report or its model, the tools, and what it cost."""
    tools = ", ".join(dict.fromkeys(answer.called))
    parts = [answer.basis, say(f"from {tools}") if tools else "", describe_cost(answer)]
    return " · ".join(part for part in parts if part)


def describe_cost(answer: Answer) -> str:
    """Return what a model took for it; nothing where none was asked."""
    if not answer.cost_micro_dollars:
        return ""
    return f"${answer.cost_micro_dollars / 1e6:.4f}"


def describe_taken_out(answer: Answer) -> str:
    """Return that figures are missing which no tool gave; nothing where none is."""
    if not answer.taken_out:
        return ""
    what = "1 figure or address" if answer.taken_out == 1 else f"{answer.taken_out} figures"
    return f"Taken out: {what} that no tool gave ([…])."
