"""Card words: what a card says in Discord, in the order in which a tired person reads it.

A card is written in English. `say` puts each finished piece into its readers' language, before it
is escaped; titles, names and lines of chat are in no piece, so they stay as they are.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from cogs.cards.card import ReviewCard
from cogs.cards.origin import CardPlan, CardSource, join_names
from cogs.cards.reasons import describe_unknown, pick_reasons
from cogs.destinations import CardPlace
from cogs.markdown import escape, name_person
from cogs.texts.sentences import Say
from core.domain.clips.clip import ClipStatus

REASON_LENGTH_MAX: Final = 160
_PEOPLE_MAX: Final = 10
_MARKS: Final = {ClipStatus.APPROVED: "✅", ClipStatus.REJECTED: "❌"}


def write_head(card: ReviewCard, say: Say = str) -> str:
    """Return the title, and one line with all that is needed to decide."""
    return f"### {write_title(card, say)}\n{' · '.join(_list_facts(card, say))}"


def write_title(card: ReviewCard, say: Say = str) -> str:
    """Return the clip's title; a clip without one is named after its moment, by us."""
    return escape(say(card.title) if card.is_untitled else card.title)


def write_standing(card: ReviewCard, say: Say = str) -> str:
    """Return where the clip stands and goes: a line or two below the first one."""
    lines = [*_list_standing(card, say), *_list_plans(card, say)]
    return "\n".join((*lines, *(write_place(place, say) for place in card.places)))


def write_line(card: ReviewCard, say: Say = str) -> str:
    """Return a card that is decided on, as a line with the link of what went out."""
    parts = [
        f"{_MARKS[card.status]} **{write_title(card, say)}**",
        _describe_decision(card, say),
        *([say("⏫ goes first")] if card.priority and not card.is_settled else []),
        *(write_place(place, say) for place in card.places),
    ]
    return " · ".join(parts)


def write_remaking(card: ReviewCard, say: Say = str) -> str:
    """Return the mark of a card whose clip is being cut anew."""
    return say(
        f"**A new cut is being made** ({card.start} to {card.end}); this is still the former one, "
        "and the new card follows."
    )


def list_reasons(card: ReviewCard, say: Say = str) -> Iterator[str]:
    """Return the best reasons in one paragraph, and in small print what nobody looked at."""
    if reasons := pick_reasons(card.parts):
        yield "\n".join(f"- {escape(say(reason)[:REASON_LENGTH_MAX])}" for reason in reasons)
    elif card.evidence and not card.parts:
        yield "\n".join(f"- {say(sentence)}" for sentence in card.evidence)
    small = (say(card.weighed), describe_unknown(card.parts, say), say(card.unjudged))
    if told := " ".join(filter(None, small)):
        yield f"-# {escape(told)}"


def list_whole(card: ReviewCard, say: Say = str) -> Iterator[str]:
    """Return everything that is known of a clip: each part of its score, and what chat wrote."""
    if card.parts:
        yield "\n".join(
            f"**{escape(say(part.name))} {part.points}/{part.out_of}** "
            f"{escape(say(part.sentence)[:REASON_LENGTH_MAX])}"
            for part in card.parts
        )
    if told := " ".join(filter(None, (say(card.weighed), say(card.unjudged)))):
        yield f"-# {escape(told)}"
    if card.evidence:
        asked = [say(f"Asked for by **{escape(card.asked_by)}**")] if card.asked_by else []
        said = (
            f"> {line.at} **{escape(line.chatter)}** {escape(line.text)}" for line in card.lines
        )
        yield "\n".join((*asked, *map(say, card.evidence), *said))
    if card.tokens:
        repeated = ", ".join(f"{escape(t.text)} ({say(_people(t.people))})" for t in card.tokens)
        yield say(f"-# Most repeated: {repeated}")


def write_place(place: CardPlace, say: Say = str) -> str:
    sentence = say(place.sentence)
    parts = [escape(sentence)]
    if place.due_epoch_seconds is not None:
        when = f"<t:{place.due_epoch_seconds}:f>, <t:{place.due_epoch_seconds}:R>"
        parts = [f"{escape(sentence.removesuffix('.'))}: {when}"]
    if place.link is not None and place.link.startswith("https://"):
        parts.append(place.link)
    if place.figures:
        figures = ", ".join(say(figure) for figure in place.figures.split(", "))
        parts.append(f"({escape(figures)})")
    return " ".join(parts)


def _list_facts(card: ReviewCard, say: Say) -> Iterator[str]:
    if card.score is not None:
        yield say(f"**{card.score} of 100**")
    yield say(card.verdict)
    yield f"{card.seconds} s"
    if card.source is None:
        yield say(f"from {card.start}")
    else:
        at = say(f"at {card.peak or card.start}")
        yield f"{_name_source(card.source, say)} {at}, <t:{card.source.epoch_seconds}:d>"
    if card.asked_by:
        yield say(f"called by **{escape(card.asked_by)}**")


def _name_source(source: CardSource, say: Say) -> str:
    if source.title:
        return escape(source.title)
    return say("an untitled stream" if source.is_stream else "an untitled video")


def _list_standing(card: ReviewCard, say: Say) -> Iterator[str]:
    if card.status is not ClipStatus.IN_REVIEW:
        is_by_whom = card.decided_by and card.is_decided
        standing = _describe_decision(card, say) if is_by_whom else escape(say(card.status_text))
        yield f"**{standing}**"
    elif card.priority:
        yield say("⏫ goes first")
    if card.status is ClipStatus.IN_REVIEW and card.approvals_needed > 1:
        said = f": {_name_all(card.approvals, say)}" if card.approvals else ""
        yield say(f"Approved by {len(card.approvals)} of {card.approvals_needed}{said}")


def _list_plans(card: ReviewCard, say: Say) -> Iterator[str]:
    if card.status is not ClipStatus.IN_REVIEW or card.plans is None:
        return
    if not card.plans and not card.places:
        yield say("Goes nowhere yet: /where add says where approved clips go")
    elif card.plans:
        yield say(f"Goes to {'; '.join(_describe_plan(plan, say) for plan in card.plans)}")


def _describe_plan(plan: CardPlan, say: Say) -> str:
    names = join_names([say(name) for name in plan.names], say)
    when = f"<t:{plan.epoch_seconds}:f>" if plan.epoch_seconds else say("soon after approval")
    return f"{names} {when}"


def _describe_decision(card: ReviewCard, say: Say) -> str:
    """Return what was decided, and by whom: all who approved, where it took several."""
    decision = card.status.value.capitalize()
    if not card.decided_by:
        return say(decision)
    is_by_many = card.status is ClipStatus.APPROVED and len(card.approvals) > 1
    who = _name_all(card.approvals, say) if is_by_many else say(name_person(card.decided_by))
    return say(f"{decision} by {who}")


def _name_all(people: tuple[str, ...], say: Say) -> str:
    named = [say(name_person(person)) for person in people[:_PEOPLE_MAX]]
    left = len(people) - _PEOPLE_MAX
    return join_names([*named, say(f"{left} more")] if left > 0 else named, say)


def _people(count: int) -> str:
    return "1 person" if count == 1 else f"{count} people"
