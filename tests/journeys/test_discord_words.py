"""A misheard word, mended in Discord: the form of a card, and the new card that has it."""

import asyncio
from dataclasses import replace

from core.domain.videos.spoken_word import Word
from tests.journeys.discord_world import LOCAL, actor_of
from tests.servers.discord import INSTALLER_ID, list_buttons


async def test_a_misheard_word_is_mended_from_the_card_and_the_new_card_has_it(ready, guild):
    clip = await ready.add_clip()
    first = await ready.card(guild)
    at = clip.start_seconds + 2
    heard = [
        Word(text=text, start_seconds=at + n, end_seconds=at + n + 0.5)
        for n, text in enumerate(("we", "beat", "cassidy"))
    ]
    await ready.app.ports.stores.transcripts.put_words(
        LOCAL, clip.asset_id, heard, is_heard_by_model=False
    )

    asked = await ready.discord.press(INSTALLER_ID, first, "Words")
    await asyncio.wait_for(asked.answered.wait(), 30)
    form = asked.messages[-1]
    assert form["components"][0]["component"]["value"] == "we beat cassidy"
    done = await ready.discord.submit(asked, INSTALLER_ID, words="we beat Kassadin")
    await asyncio.wait_for(done.answered.wait(), 30)

    assert "new card follows" in done.texts[-1]
    second = await ready.card(guild, 2)
    assert "Words" in [button["label"] for button in list_buttons(ready.discord.messages[second])]
    words = await ready.app.review.words.read_words(actor_of(LOCAL), clip.id)
    assert words == "we beat Kassadin"
    cut = await ready.app.ports.stores.clips.get_clip(LOCAL, clip.id)
    async with ready.app.ports.storage.open_file(cut.object_key) as video:
        assert "Kassadin" in video.read_text()  # the fake renderer writes down what it burned in
    renderer = ready.app.ports.clips.renderer
    made_of = renderer.befores[-1]
    # Made out of the first cut: nothing was looked for again.
    assert replace(made_of.plan, captions="", gain_db=None) == replace(
        renderer.plans[-1], captions="", gain_db=None
    )
