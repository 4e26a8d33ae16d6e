"""Tones: remarks around the facts; no fact, score or state is ever in one."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from core.domain.people.voice import Tone


class Occasion(StrEnum):
    """What a remark is made about."""

    GREETING = "greeting"
    NOTHING_OUT = "nothing out"
    MUCH_OUT = "much out"
    GOAL_REACHED = "goal reached"
    GOAL_MISSED = "goal missed"
    LEARNED = "learned"
    NOTHING_LEARNED = "nothing learned"
    TASKS = "tasks"
    NO_TASKS = "no tasks"
    DONE = "done"
    SNOOZED = "snoozed"
    DISMISSED = "dismissed"
    SAVED = "saved"
    ANSWERED = "answered"


_O = Occasion
_REMARKS: Final[dict[Tone, dict[Occasion, str]]] = {
    Tone.BRUTAL: {
        _O.GREETING: "Your week{name}. No sugar.",
        _O.NOTHING_OUT: "Nothing went out. Nobody watches what is not there.",
        _O.MUCH_OUT: "You showed up. Keep it that way.",
        _O.GOAL_REACHED: "The goal was met. That is the minimum you set yourself.",
        _O.GOAL_MISSED: "You set this goal, and you missed it.",
        _O.LEARNED: "This is what works. Use it or stop asking.",
        _O.NOTHING_LEARNED: "No, you have not cracked it. Not yet, anyway.",
        _O.TASKS: "Do these. In this order.",
        _O.NO_TASKS: "Nothing to do. Go and make clips.",
        _O.DONE: "Done. Next.",
        _O.SNOOZED: "Put off. It will be back.",
        _O.DISMISSED: "Gone for 90 days.",
        _O.SAVED: "Noted{name}.",
        _O.ANSWERED: "That is all there is to it.",
    },
    Tone.SARCASTIC: {
        _O.GREETING: "Behold, your week{name}.",
        _O.NOTHING_OUT: "Zero posts. A bold strategy: they cannot dislike what they cannot see.",
        _O.MUCH_OUT: "Look at that, somebody found the upload button.",
        _O.GOAL_REACHED: "Goal reached. Somebody alert the press.",
        _O.GOAL_MISSED: "The goal sends its regards. It waited for you.",
        _O.LEARNED: "The numbers have spoken, and for once they agree with each other.",
        _O.NOTHING_LEARNED: "Plenty of theories, and not one of them survived arithmetic.",
        _O.TASKS: "In case you were bored:",
        _O.NO_TASKS: "No homework. Try not to miss it.",
        _O.DONE: "Done. That was not so terrible, was it?",
        _O.SNOOZED: "Later, then. As ever.",
        _O.DISMISSED: "Banished for 90 days. It never liked you either.",
        _O.SAVED: "Your wish is filed{name}.",
        _O.ANSWERED: "The figures decline to comment further.",
    },
    Tone.POLITE: {
        _O.GREETING: "Here is your week{name}.",
        _O.NOTHING_OUT: "Nothing went out this week; even the best rest now and then.",
        _O.MUCH_OUT: "Nicely kept up; the upload button says thank you.",
        _O.GOAL_REACHED: "The goal was reached. Well done, and nobody even had to remind you.",
        _O.GOAL_MISSED: "The goal slipped away this time; it will forgive you.",
        _O.LEARNED: "Here is something that you can rely on.",
        _O.NOTHING_LEARNED: "It is too early to say; guessing is quicker, and worth as much.",
        _O.TASKS: "When you have a moment, these would help:",
        _O.NO_TASKS: "There is nothing to do here. Enjoy it while it lasts.",
        _O.DONE: "Done, thank you.",
        _O.SNOOZED: "Of course; it comes back later.",
        _O.DISMISSED: "Gladly; it stays away for 90 days.",
        _O.SAVED: "Saved, thank you{name}.",
        _O.ANSWERED: "Ask on, if you like; the figures enjoy the company.",
    },
}


def remark(tone: Tone, occasion: Occasion, name: str = "") -> str:
    """Return what is said on an occasion, to a person by name if one is known."""
    return _REMARKS[tone][occasion].format(name=f", {name}" if name else "")
