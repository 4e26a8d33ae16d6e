"""Card emojis: what a reaction on a card says, however a keyboard writes it."""

from __future__ import annotations

from typing import Final

from core.domain.review.review_card import Verdict

REACTIONS: Final = {
    "✅": Verdict.APPROVE,
    "❌": Verdict.REJECT,
    "⏪": Verdict.EARLIER,
    "⏩": Verdict.LATER,
    "⏫": Verdict.LIFT,
}
"""In the order in which a card offers them."""
_ALSO: Final = {
    "\N{HEAVY CHECK MARK}": Verdict.APPROVE,
    "\N{BALLOT BOX WITH CHECK}": Verdict.APPROVE,
    "\N{NEGATIVE SQUARED CROSS MARK}": Verdict.REJECT,
}
_THUMBS: Final = {"\N{THUMBS UP SIGN}": Verdict.APPROVE, "\N{THUMBS DOWN SIGN}": Verdict.REJECT}
_SKINS: Final = "".join(map(chr, range(0x1F3FB, 0x1F400)))
_PRESENTATION: Final = "\ufe0f\ufe0e"
"""Selectors that ask for a picture or a plain sign; keyboards add and omit them as they like."""


def read_emoji(emoji: str) -> Verdict | None:
    """Return what an emoji says on a card; None for any other."""
    plain = emoji.strip(_PRESENTATION)
    return REACTIONS.get(plain) or _ALSO.get(plain)


def read_thumb(emoji: str) -> Verdict | None:
    """Return what a thumb says, of any skin, where a server wants thumbs to count."""
    return _THUMBS.get(emoji.strip(_PRESENTATION + _SKINS))
