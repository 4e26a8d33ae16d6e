"""Layouts: a review card as Discord draws it. Pure: a card goes in, components come out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import discord
from discord import ui

from cogs.cards import ReviewCard
from cogs.destinations import CardPlace
from cogs.markdown import escape, name_person
from core.domain.accounts.platform_token import Account
from core.domain.clips.clip import ClipStatus
from core.domain.review.review_card import Verdict

TEXT_LENGTH_MAX: Final = 3900
_SENTENCE_LENGTH_MAX: Final = 160
_PEOPLE_MAX: Final = 10
_COLOURS: Final = {
    ClipStatus.IN_REVIEW: discord.Colour.blurple(),
    ClipStatus.APPROVED: discord.Colour.green(),
    ClipStatus.REJECTED: discord.Colour.red(),
    ClipStatus.FAILED: discord.Colour.orange(),
}
REACTIONS: Final = {
    "✅": Verdict.APPROVE,
    "❌": Verdict.REJECT,
    "⏪": Verdict.EARLIER,
    "⏩": Verdict.LATER,
    "⏫": Verdict.LIFT,
}
"""In the order in which a card offers them."""
_BUTTONS: Final = {
    Verdict.APPROVE: ("Approve", discord.ButtonStyle.success),
    Verdict.REJECT: ("Reject", discord.ButtonStyle.danger),
    Verdict.UNDO: ("Take back", discord.ButtonStyle.secondary),
    Verdict.EARLIER: ("2 s earlier", discord.ButtonStyle.secondary),
    Verdict.LATER: ("2 s later", discord.ButtonStyle.secondary),
    Verdict.LIFT: ("Put first", discord.ButtonStyle.secondary),
    Verdict.RETRY: ("Try again", discord.ButtonStyle.primary),
    Verdict.REPUBLISH: ("Publish again", discord.ButtonStyle.primary),
}
_ROW_MAX: Final = 5


def make_layout(
    card: ReviewCard,
    *,
    media: str | None,
    note: str = "",
    newer_link: str | None = None,
    with_buttons: bool = True,
) -> ui.LayoutView:
    """Return the message of a card.

    Args:
        card: what there is to say.
        media: the URL of the video or picture (`attachment://clip.mp4`), None without one.
        note: a sentence under the picture, as when the video is too large for the server.
        newer_link: where the newer cut's card is; the card is closed then.
        with_buttons: whether decisions can be taken on this message.
    """
    view = ui.LayoutView(timeout=None)
    box: ui.Container[Any] = ui.Container(accent_colour=_COLOURS.get(card.status))
    head, *paragraphs = _fit(list(_write(card, newer_link)))
    box.add_item(ui.TextDisplay(head))
    if media is not None:
        box.add_item(ui.MediaGallery(discord.MediaGalleryItem(media)))
    if note:
        box.add_item(ui.TextDisplay(note))
    for paragraph in paragraphs:
        box.add_item(ui.TextDisplay(paragraph))
    verdicts = card.actions if with_buttons and newer_link is None else ()
    for start in range(0, len(verdicts), _ROW_MAX):
        row = verdicts[start : start + _ROW_MAX]
        box.add_item(ui.ActionRow(*(_make_button(card, verdict) for verdict in row)))
    if Verdict.EARLIER in verdicts:
        words = ui.Button[Any](label="Words", custom_id=name_words_button(card.clip_id, card.cut))
        box.add_item(ui.ActionRow(words))
    view.add_item(box)
    return view


def name_button(clip_id: str, cut: str, verdict: Verdict) -> str:
    """Return a button's id, of at most 100 characters: it also says which cut the message shows."""
    return f"review:{verdict.value}:{clip_id}:{cut}"


WORDS_TEMPLATE: Final = r"words:.+"


def name_words_button(clip_id: str, cut: str) -> str:
    """Return the id of the button that opens the words of a clip."""
    return f"words:{clip_id}:{cut}"


RECONNECT_TEMPLATE: Final = r"accounts:link:(?P<platform>youtube|tiktok|twitch):.+"


def name_reconnect_button(account: Account, nonce: str) -> str:
    """Return the id of the button under a question to link an account anew."""
    return f"accounts:link:{account.platform.value}:{nonce}"


def make_reconnect_layout(account: Account, custom_id: str) -> ui.LayoutView:
    """Return the message that asks whoever linked an account to do so again."""
    person = f"{name_person(account.linked_by)}: " if account.linked_by else ""
    view = ui.LayoutView(timeout=None)
    box: ui.Container[Any] = ui.Container(accent_colour=discord.Colour.orange())
    box.add_item(
        ui.TextDisplay(
            f"{person}**{account.platform.label} has taken back the access to "
            f"{escape(account.name[:100] or 'an account')}.** Until it is linked again, nothing "
            "goes out there."
        )
    )
    box.add_item(ui.ActionRow(ui.Button(label="Link it again", custom_id=custom_id)))
    view.add_item(box)
    return view


def _make_button(card: ReviewCard, verdict: Verdict) -> ui.Button[Any]:
    label, style = _BUTTONS[verdict]
    return ui.Button(
        label=label, style=style, custom_id=name_button(card.clip_id, card.cut, verdict)
    )


def _write(card: ReviewCard, newer_link: str | None) -> Iterator[str]:
    score = "" if card.score is None else f"**{card.score} of 100** · "
    yield f"## {escape(card.title)}\n{score}{card.verdict} · {card.seconds} s, from {card.start}"
    if newer_link is not None:
        yield f"**There is a newer cut: {newer_link}**"
    else:
        yield _describe_standing(card)
    if card.parts:
        yield "\n".join(
            f"**{escape(part.name)} {part.points}/{part.out_of}** "
            f"{escape(part.sentence[:_SENTENCE_LENGTH_MAX])}"
            for part in card.parts
        )
    if card.unjudged:
        yield f"-# {escape(card.unjudged)}"
    if card.evidence:
        asked = [f"Asked for by **{escape(card.asked_by)}**"] if card.asked_by else []
        yield "\n".join(
            (
                *asked,
                *card.evidence,
                *(
                    f"> {line.at} **{escape(line.chatter)}** {escape(line.text)}"
                    for line in card.lines
                ),
            )
        )
    if card.tokens:
        repeated = ", ".join(f"{escape(t.text)} ({t.people} people)" for t in card.tokens)
        yield f"-# Most repeated: {repeated}"


def _describe_standing(card: ReviewCard) -> str:
    by = f" by {_name_deciders(card)}" if card.decided_by and card.is_decided else ""
    urgent = " · ⏫ goes first" if card.priority and not card.is_settled else ""
    lines = [f"**{escape(card.status_text)}{by}**{urgent}"]
    if card.status is ClipStatus.IN_REVIEW and card.approvals_needed > 1:
        said = f": {_name_all(card.approvals)}" if card.approvals else ""
        lines.append(f"Approved by {len(card.approvals)} of {card.approvals_needed}{said}")
    return "\n".join((*lines, *map(_describe_place, card.places)))


def _name_deciders(card: ReviewCard) -> str:
    """Return who approved, where it took several, or who decided."""
    is_by_many = card.status is ClipStatus.APPROVED and len(card.approvals) > 1
    return _name_all(card.approvals) if is_by_many else name_person(card.decided_by or "")


def _name_all(people: tuple[str, ...]) -> str:
    named = [name_person(person) for person in people[:_PEOPLE_MAX]]
    more = [f"{len(people) - _PEOPLE_MAX} more"] if len(people) > _PEOPLE_MAX else []
    *first, last = [*named, *more]
    return f"{', '.join(first)} and {last}" if first else last


def _describe_place(place: CardPlace) -> str:
    parts = [escape(place.sentence)]
    if place.due_epoch_seconds is not None:
        when = f"<t:{place.due_epoch_seconds}:f>, <t:{place.due_epoch_seconds}:R>"
        parts = [f"{escape(place.sentence.removesuffix('.'))}: {when}"]
    if place.link is not None and place.link.startswith("https://"):
        parts.append(place.link)
    if place.figures:
        parts.append(f"({escape(place.figures)})")
    return " ".join(parts)


def _fit(paragraphs: list[str]) -> list[str]:
    """Leave out the last paragraphs, the least of them, where Discord takes no more text."""
    kept: list[str] = []
    left = TEXT_LENGTH_MAX
    for paragraph in paragraphs:
        left -= len(paragraph)
        if left < 0:
            break
        kept.append(paragraph)
    return kept
