"""How posts did, brought by file and by hand: in Discord, on the clip's card and on the page."""

import asyncio
from dataclasses import replace
from datetime import timedelta

from bot.web.visitors import COOKIE
from core.domain.clips.clip import ClipStatus
from core.domain.publishing.publication import PublicationStatus
from core.domain.work.ids import PublicationId
from core.domain.work.platform import Platform
from tests.builders import make_publication, make_test_ulid
from tests.fakes.page import make_page
from tests.journeys.discord_world import LOCAL, actor_of, until
from tests.servers.discord import INSTALLER_ID, list_texts

VIDEO = "-bcDEFghi_1"
HOSTS = frozenset({"127.0.0.1"})


async def ask(world, guild, command, **options):
    asked = await world.discord.type_command(guild, INSTALLER_ID, command, **options)
    await asyncio.wait_for(asked.answered.wait(), 30)
    return asked.texts[-1]


async def publish(world, clip):
    """Let the clip go out to YouTube, as its publisher would say it."""
    stores, now = world.app.ports.stores, world.app.ports.clock.now()
    made = make_publication(
        id=PublicationId(make_test_ulid(77)),
        creator_id=LOCAL,
        clip_id=clip.id,
        platform=Platform.YOUTUBE,
        account_id="UC1",
        status=PublicationStatus.UPLOADING,
        due_at=now,
        created_at=now,
        updated_at=now,
    )
    approved = (await world.clip(clip)).move_to(ClipStatus.APPROVED, at=now)
    await stores.clips.save_clip(approved, publications=[made])
    out = made.move_to(PublicationStatus.PUBLISHED, at=now)
    link = f"https://www.youtube.com/shorts/{VIDEO}"
    await stores.publications.save_publication(replace(out, post_id=VIDEO, link=link))
    return out


def write_export(now, views):
    return (
        "Content,Video title,Video publish time,Duration,Views,Likes,Impressions,"
        "Impressions click-through rate (%)\n"
        f"Total,,,,{views + 5},60,20005,4.5\n"
        f'{VIDEO},"Hype, at 2:08","{now:%b} {now.day}, {now.year}",30,{views},60,20000,4.5\n'
        f'another_one,Not ours,"{now - timedelta(days=9):%b %d, %Y}",30,5,0,5,\n'
    ).encode()


async def test_an_export_reaches_the_card_and_the_page_and_a_typed_figure_follows(
    ready, guild, aiohttp_client
):
    clip = await ready.add_clip()
    card = await ready.card(guild)
    out = await publish(ready, clip)
    now = ready.app.ports.clock.now()
    export = write_export(now, 1204)

    def attach(data=export):
        return ready.discord.attach("Table data.csv", data, content_type="text/csv")

    told = await ask(ready, guild, "metrics import", file=attach())
    assert "This would bring figures of 1 post" in told
    assert "no post of yours has this id" in told
    assert (await ready.app.learning.figures.find_figures([out])) == {}

    told = await ask(ready, guild, "metrics import", file=attach(), do=True)
    assert "Imported: 1 post changed" in told
    await until(lambda: "(1,204 views, 60 likes" in texts_of(ready, card))
    again = await ask(ready, guild, "metrics import", file=attach(), do=True)
    assert "Imported: 0 posts changed; 1 with nothing new" in again

    page = await aiohttp_client(
        make_page(ready.app, allowed_hosts=HOSTS), cookies=await sign_in(ready.app)
    )
    assert "1,204 views" in await (await page.get(f"/clips/{clip.id}")).text()
    assert "1,204 views, 60 likes" in await (await page.get("/figures")).text()

    (choice,) = await ready.discord.complete(guild, INSTALLER_ID, "metrics enter", post="youtube")
    entered = {"views": "1300", "shares": "7", "watched": "45%"}
    told = await ask(ready, guild, "metrics enter", post=choice["value"], **entered)
    assert "1,300 views, 60 likes, 7 shares, 45% watched" in told
    figures = await ready.app.learning.figures.find_figures([out])
    assert figures[out.id].impressions == 20000
    refused = await ask(ready, guild, "metrics enter", post=choice["value"], views="many")
    assert refused == "Write the views as a whole number, as in 1204."


async def sign_in(app):
    link = await app.people.sign_in.make_login_link(actor_of(LOCAL))
    visit = await app.people.sign_in.use_login_link(link.url.rpartition("/")[2])
    return {COOKIE: visit.token}


def texts_of(world, card):
    return "\n".join(list_texts(world.discord.messages[card]))


async def test_files_that_are_no_exports_are_answered_in_words(ready, guild):
    assert "Attach the file" in await ask(ready, guild, "metrics import")
    for data, words in (
        (b"Date,Views\n2026-01-01,5\n", "tells of days"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old Excel"),
        (b"PK\x03\x04 broken", "broken archive"),
    ):
        file = ready.discord.attach("f.csv", data, content_type="text/csv")
        assert words in await ask(ready, guild, "metrics import", file=file, do=True)
    file = ready.discord.attach("f.csv", b"x", content_type="text/csv")
    assert "as in 2026-11-30" in await ask(
        ready, guild, "metrics import", file=file, as_of="someday"
    )
