"""Framing preferences: the layout, facecam and captions that a creator wants."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import structlog

from core.domain.clips.box import Box
from core.domain.clips.clip import Clip
from core.domain.clips.edit_plan import Layout
from core.domain.clips.framing_wish import FramingWish, FramingWishes, place_facecam
from core.domain.clips.words.caption_look import read_look
from core.domain.clips.words.mending import read_glossary
from core.domain.people.actor import Actor
from core.ports.clips import FramingStore, Turns
from core.ports.streams import StreamStore
from core.services.streams.channel_of_stream import find_channel

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class WordsWish:
    """A look, a glossary and unwanted words, as people write them.

    None leaves what there is, an empty text forgets it. `has_bleeps` puts a tone where an unwanted
    word was said, instead of silence.
    """

    look: str | None = None
    glossary: str | None = None
    unwanted: str | None = None
    has_bleeps: bool | None = None


class FramingPreferences:
    """Sets and clears layout, facecam and captions; each holds for every clip made afterwards.

    With a `broadcaster_id` it is for that Twitch channel alone, and wins over the creator's usual
    one. The owner and editors may; Conflict where somebody else changed it in the same moment.
    """

    def __init__(self, *, framings: FramingStore, streams: StreamStore, turns: Turns) -> None:
        self._turns = turns
        self._framings = framings
        self._streams = streams

    async def get_wishes(self, actor: Actor) -> FramingWishes:
        return await self._framings.get_wishes(actor.creator_id)

    async def set_layout(
        self, actor: Actor, layout: Layout | None, *, broadcaster_id: str | None = None
    ) -> FramingWish:
        """Use one layout for all clips; None chooses one for each clip."""
        return await self._change(
            actor, broadcaster_id, lambda wish: replace(wish, layout=layout), "layout"
        )

    async def set_facecam(
        self,
        actor: Actor,
        box: Box | None,
        *,
        picture_width: int = 1920,
        picture_height: int = 1080,
        broadcaster_id: str | None = None,
    ) -> FramingWish:
        """Set where the facecam is in a picture of this size; None finds it automatically.

        It holds in pictures of other sizes of the same shape. InvalidInput where it lies outside.
        """
        place = None
        if box is not None:
            place = place_facecam(box, picture_width=picture_width, picture_height=picture_height)
        return await self._change(
            actor, broadcaster_id, lambda wish: replace(wish, facecam=place), "facecam"
        )

    async def set_captions(
        self, actor: Actor, has_captions: bool | None, *, broadcaster_id: str | None = None
    ) -> FramingWish:
        """Turn captions on or off; None turns them on when the words are known."""
        return await self._change(
            actor, broadcaster_id, lambda wish: replace(wish, has_captions=has_captions), "captions"
        )

    async def set_words(
        self, actor: Actor, wish: WordsWish, *, broadcaster_id: str | None = None
    ) -> FramingWish:
        """Set how captions look, names as they are written, and words not to be heard.

        InvalidInput where a look or a list cannot be read.
        """
        look = read_look(wish.look) if wish.look else None
        glossary = read_glossary(wish.glossary) if wish.glossary else None
        unwanted = read_glossary(wish.unwanted) if wish.unwanted else None

        def change(older: FramingWish) -> FramingWish:
            return replace(
                older,
                look=older.look if wish.look is None else look,
                glossary=older.glossary if wish.glossary is None else glossary,
                unwanted=older.unwanted if wish.unwanted is None else unwanted,
                has_bleeps=older.has_bleeps if wish.has_bleeps is None else wish.has_bleeps,
            )

        return await self._change(actor, broadcaster_id, change, "words")

    async def clear(self, actor: Actor, *, broadcaster_id: str | None = None) -> FramingWish:
        """Forget what was set."""
        return await self._change(actor, broadcaster_id, lambda _: FramingWish(), "everything")

    async def choose_wish(self, clip: Clip) -> FramingWish:
        """Return a clip's preferences: its channel's override the creator's usual ones.

        What is tried by turns overrides both.
        """
        wishes = await self._framings.get_wishes(clip.creator_id)
        broadcaster_id = (
            await find_channel(self._streams, clip.creator_id, clip.stream_id)
            if wishes.channels
            else None
        )
        wish = wishes.choose_wish(broadcaster_id)
        turn = await self._turns.find_turn(clip.creator_id, clip.id)
        return turn.change_wish(wish) if turn else wish

    async def _change(
        self,
        actor: Actor,
        broadcaster_id: str | None,
        change: Callable[[FramingWish], FramingWish],
        what: str,
    ) -> FramingWish:
        actor.require_editor()
        wishes = await self._framings.get_wishes(actor.creator_id)
        wish = change(wishes.get_wish(broadcaster_id))
        await self._framings.save_wishes(wishes.set_wish(broadcaster_id, wish))
        _log.info("framing.set", what=what, broadcaster_id=broadcaster_id, by=actor.person_id)
        return wish
