"""Answers in chat: one line each, with strangers' words cleaned."""

from __future__ import annotations

from collections.abc import Sequence

from cogs.plain_text import clean_text
from core.domain.chat.chat_answer import ClipLink, MomentLink
from core.domain.chat.clip_calls import ClipCall

TITLE_CHARACTERS = 60


class ChatPhrases:
    """The wording of everything that Truss says in chat by itself."""

    def describe_progress(self, call: ClipCall) -> str:
        return describe_progress(call)

    def describe_clipped(self, link: MomentLink, asked_by: str) -> str:
        return describe_clipped(link, asked_by)

    def describe_refusal(self, reason: str) -> str:
        return describe_refusal(reason)

    def describe_offline(self) -> str:
        return describe_offline()


def describe_progress(call: ClipCall) -> str:
    missing = max(0, call.needed - call.callers)
    more = "1 more viewer makes" if missing == 1 else f"{missing} more viewers make"
    return f"{call.callers} of {call.needed} want a clip of this; {more} it: type !clip"


def describe_clipped(link: MomentLink, asked_by: str) -> str:
    credit = f", asked for by {clean_text(asked_by, 25)}" if asked_by else ""
    title = clean_text(link.title, TITLE_CHARACTERS)
    return f"Clipped{credit}: {title} {link.url}".strip()


def describe_refusal(reason: str) -> str:
    return f"No clip this time: {clean_text(reason, 200)}"


def describe_clips(links: Sequence[ClipLink]) -> str:
    if not links:
        return "There is no clip with a link yet."
    return " | ".join(f"{clean_text(one.title, 40)} {one.url}" for one in links)


def describe_latest(links: Sequence[ClipLink]) -> str:
    if not links:
        return "There is no clip with a link yet."
    return f"{clean_text(links[0].title, TITLE_CHARACTERS)} {links[0].url}"


def describe_truss() -> str:
    return (
        "Truss makes clips of the moments when chat erupts. Ask for one with !clip and a title; "
        "!lastclip and !clips link the newest ones."
    )


def describe_offline() -> str:
    return "The stream is not live, so there is nothing to clip."
