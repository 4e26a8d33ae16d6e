"""Layouts: a review card as Discord draws it, a phone first. Pure: a card goes in, a view out.

The video comes first, then the title and one line, then the buttons, then the reasons: whoever
decides on a phone sees all that it takes without moving a finger.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from enum import StrEnum
from functools import partial
from typing import Any, Final

import discord
from discord import ui

from cogs.cards.card import ReviewCard
from cogs.cards.words import (
    list_reasons,
    list_whole,
    write_head,
    write_line,
    write_remaking,
    write_standing,
)
from cogs.markdown import escape, name_person
from cogs.texts.sentences import Say, translate
from core.domain.accounts.platform_token import Account
from core.domain.clips.clip import ClipStatus
from core.domain.review.review_card import Verdict

TEXT_LENGTH_MAX: Final = 3900
_COLOURS: Final = {
    ClipStatus.IN_REVIEW: discord.Colour.blurple(),
    ClipStatus.APPROVED: discord.Colour.green(),
    ClipStatus.REJECTED: discord.Colour.red(),
    ClipStatus.FAILED: discord.Colour.orange(),
}


class CardButton(StrEnum):
    """What a button of a card opens, apart from verdicts."""

    EDIT = "edit"
    WHY = "why"
    MORE = "more"
    WORDS = "words"


Pressed = Verdict | CardButton
_BUTTONS: Final[dict[Pressed, tuple[str, discord.ButtonStyle]]] = {
    Verdict.APPROVE: ("Approve", discord.ButtonStyle.success),
    Verdict.REJECT: ("Reject", discord.ButtonStyle.danger),
    Verdict.UNDO: ("Take back", discord.ButtonStyle.secondary),
    Verdict.EARLIER: ("⏪ 2 s", discord.ButtonStyle.secondary),
    Verdict.LATER: ("2 s ⏩", discord.ButtonStyle.secondary),
    Verdict.RETRY: ("Try again", discord.ButtonStyle.primary),
    Verdict.REPUBLISH: ("Publish again", discord.ButtonStyle.primary),
    CardButton.EDIT: ("Edit", discord.ButtonStyle.secondary),
    CardButton.WHY: ("Why", discord.ButtonStyle.secondary),
    CardButton.MORE: ("More", discord.ButtonStyle.secondary),
    CardButton.WORDS: ("Words", discord.ButtonStyle.secondary),
}
_DECIDING: Final[tuple[Pressed, ...]] = (
    Verdict.APPROVE,
    Verdict.REJECT,
    CardButton.WHY,
)
"""What fits beside each other on a phone; the rest comes a row below."""
_ROW_MAX: Final = 5


def make_layout(
    card: ReviewCard,
    *,
    media: str | None,
    note: str = "",
    newer_link: str | None = None,
    with_buttons: bool = True,
    former: str = "",
    language: str = "en",
) -> ui.LayoutView:
    """Return the message of a card.

    Args:
        card: what there is to say.
        media: the URL of the video or picture (`attachment://clip.mp4`), None without one.
        note: a sentence under the picture, as when the video is too large for the server.
        newer_link: where the newer cut's card is; the card is closed then.
        with_buttons: whether decisions can be taken on this message; without, it says everything.
        former: title and line of the cut that the message still shows while another is made.
        language: that of whoever reads the message, as far as the catalogue has it.
    """
    say = partial(translate, language=language)
    if card.is_decided and with_buttons and newer_link is None:
        return _make_decided(card, note, say)
    box: ui.Container[Any] = ui.Container(accent_colour=_COLOURS.get(card.status))
    if media is not None:
        box.add_item(ui.MediaGallery(discord.MediaGalleryItem(media)))
    head, *paragraphs = _fit(list(_write(card, newer_link, former, say, is_whole=not with_buttons)))
    box.add_item(ui.TextDisplay(head))
    if note:
        box.add_item(ui.TextDisplay(say(note)))
    if with_buttons and newer_link is None:
        for row in _list_rows(card):
            box.add_item(_make_row(card, row, say))
    for paragraph in paragraphs:
        box.add_item(ui.TextDisplay(paragraph))
    return _hold(box)


def make_why(card: ReviewCard, *, picture: str | None, language: str = "en") -> ui.LayoutView:
    """Return all that is known of a clip, below the picture of its chat if there is one."""
    say = partial(translate, language=language)
    box: ui.Container[Any] = ui.Container(accent_colour=_COLOURS.get(card.status))
    for paragraph in _fit([write_head(card, say), *list_whole(card, say)]):
        box.add_item(ui.TextDisplay(paragraph))
    if picture is not None:
        box.add_item(ui.MediaGallery(discord.MediaGalleryItem(picture)))
    return _hold(box)


def name_button(clip_id: str, cut: str, pressed: Pressed) -> str:
    """Return a button's id, of at most 100 characters: it also says which cut the message shows."""
    return f"review:{pressed.value}:{clip_id}:{cut}"


def list_button_ids(clip_id: str, cut: str) -> set[str]:
    """Return the ids of all buttons that a card of this cut can have."""
    return {name_button(clip_id, cut, each) for each in (*Verdict, *CardButton)}


WORDS_TEMPLATE: Final = r"words:.+"


def name_words_button(clip_id: str, cut: str) -> str:
    """Return the id of the button that opens the words of a clip."""
    return f"words:{clip_id}:{cut}"


RECONNECT_TEMPLATE: Final = r"accounts:link:(?P<platform>youtube|tiktok|twitch):.+"


def name_reconnect_button(account: Account, nonce: str) -> str:
    """Return the id of the button under a question to link an account anew."""
    return f"accounts:link:{account.platform.value}:{nonce}"


def make_reconnect_layout(
    account: Account, custom_id: str, *, language: str = "en"
) -> ui.LayoutView:
    """Return the message that asks whoever linked an account to do so again."""
    say = partial(translate, language=language)
    person = f"{say(name_person(account.linked_by))}: " if account.linked_by else ""
    name = escape(account.name[:100]) or say("an account")
    asked = say(
        f"**{account.platform.label} has taken back the access to {name}.** Until it is linked "
        "again, nothing goes out there."
    )
    view = ui.LayoutView(timeout=None)
    box: ui.Container[Any] = ui.Container(accent_colour=discord.Colour.orange())
    box.add_item(ui.TextDisplay(person + asked))
    box.add_item(ui.ActionRow(ui.Button(label=say("Link it again"), custom_id=custom_id)))
    view.add_item(box)
    return view


def _make_button(card: ReviewCard, pressed: Pressed, say: Say) -> ui.Button[Any]:
    label, style = _BUTTONS[pressed]
    is_words = pressed is CardButton.WORDS
    name = (
        name_words_button(card.clip_id, card.cut)
        if is_words
        else name_button(card.clip_id, card.cut, pressed)
    )
    return ui.Button(label=say(label), style=style, custom_id=name)


def _make_decided(card: ReviewCard, note: str, say: Say) -> ui.LayoutView:
    """Return a decided card: a line, and what can still be done. Its files stay, unseen."""
    box: ui.Container[Any] = ui.Container(accent_colour=_COLOURS.get(card.status))
    for paragraph in _fit([write_line(card, say), *([f"-# {say(note)}"] if note else [])]):
        box.add_item(ui.TextDisplay(paragraph))
    row: list[Pressed] = [*card.actions, CardButton.WHY]
    box.add_item(ui.ActionRow(*(_make_button(card, each, say) for each in row)))
    return _hold(box)


def _list_rows(card: ReviewCard) -> Iterator[tuple[Pressed, ...]]:
    """Return the rows of buttons: to decide, then to change the cut and to take back."""
    is_open = Verdict.APPROVE in card.actions
    if is_open:
        yield _DECIDING
    left = [v for v in card.actions if v not in _DECIDING and v in _BUTTONS]
    after = (CardButton.MORE, CardButton.WORDS)
    rest: list[Pressed] = [CardButton.EDIT, *left, *after] if is_open else [*left]
    # Rows of about the same length look better than a last one of a single button.
    rows = math.ceil(len(rest) / _ROW_MAX)
    length = math.ceil(len(rest) / max(1, rows))
    for start in range(0, len(rest), max(1, length)):
        yield tuple(rest[start : start + length])


def _make_row(card: ReviewCard, row: tuple[Pressed, ...], say: Say) -> ui.ActionRow[Any]:
    return ui.ActionRow(*(_make_button(card, each, say) for each in row))


def _write(
    card: ReviewCard, newer_link: str | None, former: str, say: Say, *, is_whole: bool
) -> Iterator[str]:
    if newer_link is not None:
        yield f"{write_head(card, say)}\n{say(f'**There is a newer cut: {newer_link}**')}"
        return
    if former:
        yield f"{former}\n{write_remaking(card, say)}"
        return
    yield "\n".join(filter(None, (write_head(card, say), write_standing(card, say))))
    yield from list_whole(card, say) if is_whole else list_reasons(card, say)


def _hold(box: ui.Container[Any]) -> ui.LayoutView:
    view = ui.LayoutView(timeout=None)
    view.add_item(box)
    return view


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


def read_head(message: discord.Message) -> str:
    """Return title and line of the cut that a message shows; empty where it shows neither."""
    view = ui.LayoutView.from_message(message, timeout=None)
    for item in view.walk_children():
        if isinstance(item, ui.TextDisplay) and item.content.startswith("### "):
            return "\n".join(item.content.splitlines()[:2])
    return ""


def list_buttons_of(message: discord.Message) -> Iterator[str]:
    """Yield the ids of the buttons that a message carries."""
    view = ui.LayoutView.from_message(message, timeout=None)
    for item in view.walk_children():
        if isinstance(item, ui.Button) and item.custom_id:
            yield item.custom_id
