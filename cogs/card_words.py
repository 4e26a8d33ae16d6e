"""Card words: what a card says in Discord, in the order in which a tired person reads it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from cogs.card_reasons import describe_unknown, pick_reasons
from cogs.cards import ReviewCard
from cogs.destinations import CardPlace
from cogs.markdown import escape, name_person
from core.domain.clips.clip import ClipStatus

REASON_LENGTH_MAX: Final = 160
_PEOPLE_MAX: Final = 10
_MARKS: Final = {ClipStatus.APPROVED: "✅", ClipStatus.REJECTED: "❌"}


def write_head(card: ReviewCard) -> str:
    """Return the title, and one line with all that is needed to decide."""
    return f"### {escape(card.title)}\n{' · '.join(_list_facts(card))}"


def write_standing(card: ReviewCard) -> str:
    """Return where the clip stands and goes: a line or two below the first one."""
    lines = [*_list_standing(card), *_list_plans(card), *map(write_place, card.places)]
    return "\n".join(lines)


def write_line(card: ReviewCard) -> str:
    """Return a card that is decided on, as a line with the link of what went out."""
    by = f" by {_name_deciders(card)}" if card.decided_by else ""
    urgent = " · ⏫ goes first" if card.priority and not card.is_settled else ""
    parts = [
        f"{_MARKS[card.status]} **{escape(card.title)}**",
        f"{card.status.value.capitalize()}{by}{urgent}",
        *map(write_place, card.places),
    ]
    return " · ".join(parts)


def write_remaking(card: ReviewCard) -> str:
    """Return the mark of a card whose clip is being cut anew."""
    return (
        f"**A new cut is being made** ({card.start} to {card.end}); this is still the former one, "
        "and the new card follows."
    )


def list_reasons(card: ReviewCard) -> Iterator[str]:
    """Return the best reasons in one paragraph, and in small print what nobody looked at."""
    if reasons := pick_reasons(card.parts):
        yield "\n".join(f"- {escape(reason[:REASON_LENGTH_MAX])}" for reason in reasons)
    elif card.evidence and not card.parts:
        yield "\n".join(f"- {sentence}" for sentence in card.evidence)
    small = (card.weighed, describe_unknown(card.parts), card.unjudged)
    if told := " ".join(filter(None, small)):
        yield f"-# {escape(told)}"


def list_whole(card: ReviewCard) -> Iterator[str]:
    """Return everything that is known of a clip: each part of its score, and what chat wrote."""
    if card.parts:
        yield "\n".join(
            f"**{escape(part.name)} {part.points}/{part.out_of}** "
            f"{escape(part.sentence[:REASON_LENGTH_MAX])}"
            for part in card.parts
        )
    if told := " ".join(filter(None, (card.weighed, card.unjudged))):
        yield f"-# {escape(told)}"
    if card.evidence:
        asked = [f"Asked for by **{escape(card.asked_by)}**"] if card.asked_by else []
        said = (
            f"> {line.at} **{escape(line.chatter)}** {escape(line.text)}" for line in card.lines
        )
        yield "\n".join((*asked, *card.evidence, *said))
    if card.tokens:
        repeated = ", ".join(f"{escape(t.text)} ({t.people} people)" for t in card.tokens)
        yield f"-# Most repeated: {repeated}"


def write_place(place: CardPlace) -> str:
    parts = [escape(place.sentence)]
    if place.due_epoch_seconds is not None:
        when = f"<t:{place.due_epoch_seconds}:f>, <t:{place.due_epoch_seconds}:R>"
        parts = [f"{escape(place.sentence.removesuffix('.'))}: {when}"]
    if place.link is not None and place.link.startswith("https://"):
        parts.append(place.link)
    if place.figures:
        parts.append(f"({escape(place.figures)})")
    return " ".join(parts)


def _list_facts(card: ReviewCard) -> Iterator[str]:
    if card.score is not None:
        yield f"**{card.score} of 100**"
    yield card.verdict
    yield f"{card.seconds} s"
    if card.source is None:
        yield f"from {card.start}"
    else:
        at = card.peak or card.start
        yield f"{escape(card.source.title)} at {at}, <t:{card.source.epoch_seconds}:d>"
    if card.asked_by:
        yield f"called by **{escape(card.asked_by)}**"


def _list_standing(card: ReviewCard) -> Iterator[str]:
    if card.status is not ClipStatus.IN_REVIEW:
        by = f" by {_name_deciders(card)}" if card.decided_by and card.is_decided else ""
        yield f"**{escape(card.status_text)}{by}**"
    elif card.priority:
        yield "⏫ goes first"
    if card.status is ClipStatus.IN_REVIEW and card.approvals_needed > 1:
        said = f": {_name_all(card.approvals)}" if card.approvals else ""
        yield f"Approved by {len(card.approvals)} of {card.approvals_needed}{said}"


def _list_plans(card: ReviewCard) -> Iterator[str]:
    if card.status is not ClipStatus.IN_REVIEW or card.plans is None:
        return
    if not card.plans and not card.places:
        yield "Goes nowhere yet: /where add says where approved clips go"
    elif card.plans:
        told = [
            f"{plan.places} <t:{plan.epoch_seconds}:f>"
            if plan.epoch_seconds
            else f"{plan.places} soon after approval"
            for plan in card.plans
        ]
        yield f"Goes to {'; '.join(told)}"


def _name_deciders(card: ReviewCard) -> str:
    """Return who approved, where it took several, or who decided."""
    is_by_many = card.status is ClipStatus.APPROVED and len(card.approvals) > 1
    return _name_all(card.approvals) if is_by_many else name_person(card.decided_by or "")


def _name_all(people: tuple[str, ...]) -> str:
    named = [name_person(person) for person in people[:_PEOPLE_MAX]]
    more = [f"{len(people) - _PEOPLE_MAX} more"] if len(people) > _PEOPLE_MAX else []
    *first, last = [*named, *more]
    return f"{', '.join(first)} and {last}" if first else last
